import type { RecordedEvent } from '@activity-hub/contracts/event';
import { type Severity, severities } from '@activity-hub/contracts/plugin/detector';
import { uuidV5 } from '@activity-hub/contracts/uuid-v5';

const CASE_TICKET_NAMESPACE = 'b7c61e52-0f3d-5d8a-9e41-5c2a8f7d1b06';

/**
 * - `found`: a detector found something; the routes decide whether it deserves a ticket.
 * - `escalated`: a person wants a ticket, whatever the routes say.
 * - `noted`, `reopened`, `closed`: what people did with the case in the hub.
 */
export type CaseAction = 'found' | 'escalated' | 'noted' | 'reopened' | 'closed';

/** What an event means for the ticket of its case. */
export interface CaseChange {
  /** Of the detector, the kind and the key, which is what makes findings one case. */
  readonly caseId: string;
  readonly action: CaseAction;
  readonly detector: string;
  readonly kind: string;
  readonly severity: Severity;
  readonly userId: string | null;
  readonly eventId: string;
  /** When the hub recorded it: later ones supersede earlier ones. */
  readonly asOf: string;
  /** What was seen or said, for people. */
  readonly details: Readonly<Record<string, unknown>>;
}

const actions: Readonly<Record<string, CaseAction>> = {
  'activity.anomaly.detected': 'found',
  'activity.case.escalated': 'escalated',
  'activity.case.acknowledged': 'noted',
  'activity.case.investigating': 'noted',
  'activity.case.reopened': 'reopened',
  'activity.case.resolved': 'closed',
  'activity.case.dismissed': 'closed',
};

/** @returns undefined for an event that changes no ticket; a sentence when it should but does not say of which case */
export function caseChangeOf(event: RecordedEvent): CaseChange | string | undefined {
  const action = actions[event.event_type];
  if (action === undefined) return undefined;
  const text = (name: string): string => {
    const value = event.payload[name];
    return typeof value === 'string' ? value : '';
  };
  const [detector, kind, key] = [text('detector'), text('kind'), text('key')];
  if (detector === '' || kind === '' || key === '') return 'it names no detector, kind and key of a case';
  return {
    caseId: uuidV5(CASE_TICKET_NAMESPACE, JSON.stringify([detector, kind, key])),
    action,
    detector,
    kind,
    severity: severities.find((severity) => severity === text('severity')) ?? 'low',
    userId: event.user_id,
    eventId: event.event_id,
    asOf: event.recorded_at,
    details: detailsOf(event.payload),
  };
}

function detailsOf(payload: RecordedEvent['payload']): Record<string, unknown> {
  const evidence = payload['evidence'];
  const seen = typeof evidence === 'object' && evidence !== null && !Array.isArray(evidence) ? evidence : {};
  const said = ['case_id', 'score', 'reason', 'note', 'by'].flatMap((name) =>
    payload[name] === undefined || payload[name] === null ? [] : [[name, payload[name]] as const],
  );
  return { ...seen, ...Object.fromEntries(said) };
}
