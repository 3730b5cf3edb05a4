import type { RecordedEvent } from '@activity-hub/contracts/event';

const aboutDispatch = /^activity\.(subscription|delivery)\./;

/** What the hub tells of its own dispatch. */
export function isAboutDispatch(eventType: string): boolean {
  return aboutDispatch.test(eventType);
}

/**
 * The subscription that an event is about. It never goes to that one: it would cause the next event, and so on for ever.
 */
export function subjectOf({ event_type, payload }: Pick<RecordedEvent, 'event_type' | 'payload'>): unknown {
  return isAboutDispatch(event_type) ? payload['subscription_id'] : undefined;
}
