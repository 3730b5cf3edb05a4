import { correctionTypes } from './correction.ts';
import { derivedTypes } from './derived.ts';
import { economicTypes } from './economic.ts';
import type { EventType } from './event-type.ts';
import { learningTypes } from './learning.ts';
import { socialTypes } from './social.ts';
import { hubTypes, systemTypes } from './system.ts';
import { workTypes } from './work.ts';

/** Every event type the hub knows, by family. */
export const eventTypes: readonly EventType[] = [
  ...learningTypes,
  ...workTypes,
  ...socialTypes,
  ...economicTypes,
  ...systemTypes,
  ...derivedTypes,
  ...correctionTypes,
  ...hubTypes,
];

const byName: ReadonlyMap<string, EventType> = new Map(eventTypes.map((type) => [type.event_type, type]));
const hubFamilies: ReadonlySet<string> = new Set(
  eventTypes.filter((type) => type.origin !== 'producer').map((type) => type.family),
);

/** @param eventType in canonical form */
export function eventTypeOf(eventType: string): EventType | undefined {
  return byName.get(eventType);
}

/** Whether only the hub publishes under this second segment of a type (`streak`, `anomaly`, `replay` …). */
export function isHubFamily(family: string): boolean {
  return hubFamilies.has(family);
}
