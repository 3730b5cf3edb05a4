import type { AnomalyCase } from '@activity-hub/contracts/activity/anomaly-case';

type Evidence = AnomalyCase['evidence'];
type EvidenceValue = Evidence[string];

/** What a detector saw beside what is normal, as far as the evidence names both. */
export interface Comparison {
  readonly measure: 'events_in_hour' | 'active_hours';
  readonly seen: number;
  readonly usual: number | null;
  readonly threshold: number | null;
}

function numberOf(value: EvidenceValue | undefined): number | null {
  return typeof value === 'number' ? value : null;
}

export function comparisonOf(evidence: Evidence): Comparison | undefined {
  const events = numberOf(evidence['events_in_hour']);
  if (events !== null) {
    return {
      measure: 'events_in_hour',
      seen: events,
      usual: numberOf(evidence['usual_events_per_hour']),
      threshold: numberOf(evidence['threshold_events']),
    };
  }
  const hours = numberOf(evidence['active_hours']);
  if (hours === null) return undefined;
  return { measure: 'active_hours', seen: hours, usual: null, threshold: numberOf(evidence['threshold_hours']) };
}

/** Fields the comparison already shows. */
const compared = new Set([
  'events_in_hour',
  'usual_events_per_hour',
  'threshold_events',
  'active_hours',
  'threshold_hours',
]);

export const knownFields = [
  'rule',
  'pattern',
  'top_type',
  'monotony',
  'type_entropy',
  'gap_spread',
  'instant_share',
  'since',
  'until',
  'day',
  'time_zone',
  'usual_events_per_hour',
] as const;
/** Everything else, the known fields first and in their order: the store does not keep that of the detector. */
export function otherEvidence(evidence: Evidence): readonly (readonly [string, EvidenceValue])[] {
  const shown = comparisonOf(evidence) === undefined ? new Set<string>() : compared;
  return Object.entries(evidence)
    .filter(([name, value]) => !shown.has(name) && value !== null)
    .sort(([left], [right]) => placeOf(left) - placeOf(right));
}

const fieldOrder: readonly string[] = knownFields;

function placeOf(name: string): number {
  const place = fieldOrder.indexOf(name);
  return place === -1 ? fieldOrder.length : place;
}

export type KnownField = (typeof knownFields)[number];

export function knownField(name: string): KnownField | undefined {
  return knownFields.find((known) => known === name);
}

export const knownValues = ['rate', 'long_day', 'automation', 'burnout'] as const;

/** A word of a detector that the console has a translation for. */
export function knownValue(value: EvidenceValue): (typeof knownValues)[number] | undefined {
  return knownValues.find((known) => known === value);
}

export const knownKinds = ['overactivity', 'inactivity', 'quality_drop', 'failed_actions', 'schema_drift'] as const;

export function knownKind(kind: string): (typeof knownKinds)[number] | undefined {
  return knownKinds.find((known) => known === kind);
}

/** `login_failures` reads as «login failures» where there is no translation. */
export function spokenName(name: string): string {
  return name.replaceAll('_', ' ');
}
