import type { RecordedEvent } from './event.ts';

/** A person took an event back. */
export const VOIDED = 'activity.correction.voided';
/** A person put another event in its place. */
export const REPLACED = 'activity.correction.replaced';
/** A derived event follows no longer from what is known now. */
export const SUPERSEDED = 'activity.correction.superseded';

const corrections: ReadonlySet<string> = new Set([VOIDED, REPLACED, SUPERSEDED]);

/** The event that an event takes back; undefined for all that are no corrections. Only the hub writes corrections. */
export function correctedIdOf(event: Pick<RecordedEvent, 'event_type' | 'origin' | 'payload'>): string | undefined {
  if (!corrections.has(event.event_type) || event.origin === 'producer') return undefined;
  const target = event.payload['event_id'];
  return typeof target === 'string' ? target : undefined;
}
