import type { EventToAppend } from './event-store.ts';

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)$/i;
const day = /^\d{4}-\d\d-\d\d$/;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const texts = [
  'event_type',
  'event_version',
  'source_system',
  'user_id',
  'session_id',
  'causation_id',
  'correlation_id',
  'payload',
  'metadata',
  'origin',
  'time_zone',
  'context',
] as const satisfies readonly (keyof EventToAppend)[];

/**
 * What PostgreSQL would not refuse but change in silence: half a surrogate pair becomes U+FFFD on its
 * way there, `yesterday` an instant, and an id in another spelling would be the same id twice in one call.
 * @returns the reason, or undefined when nothing speaks against the event.
 */
export function findUnstorable(event: EventToAppend): string | undefined {
  if (!uuid.test(event.event_id)) return 'event_id is not a UUID in the usual form';
  if (!instant.test(event.timestamp)) return 'timestamp is not an RFC 3339 instant of at most six decimals';
  if (!instant.test(event.received_at)) return 'received_at is not an RFC 3339 instant of at most six decimals';
  if (event.sent_at !== null && !instant.test(event.sent_at))
    return 'sent_at is not an RFC 3339 instant of at most six decimals';
  if (!day.test(event.day)) return 'day is not a calendar day';
  for (const field of texts) {
    if (event[field]?.isWellFormed() === false) return `${field} holds half of a surrogate pair`;
  }
  return undefined;
}
