import type { EventToAppend } from './event-store.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * What PostgreSQL would not refuse but change in silence: half a surrogate pair becomes U+FFFD on its
 * way there, and an id in another spelling would be the same id twice in one call.
 * @returns the reason, or undefined when nothing speaks against the event.
 */
export function findUnstorable(event: EventToAppend): string | undefined {
  if (!uuid.test(event.event_id)) return 'event_id is not a UUID in the usual form';
  for (const [field, value] of Object.entries(event)) {
    if (typeof value === 'string' && !value.isWellFormed()) return `${field} holds half of a surrogate pair`;
  }
  return undefined;
}
