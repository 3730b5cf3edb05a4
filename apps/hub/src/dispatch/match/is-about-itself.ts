import type { RecordedEvent } from '@activity-hub/contracts/event';

const aboutDispatch = /^activity\.(subscription|delivery)\./;

/** What the hub tells of its own dispatch. */
export function isAboutDispatch(eventType: string): boolean {
  return aboutDispatch.test(eventType);
}

/** An event about a subscription never goes to that subscription: it would cause the next one, and so on for ever. */
export function isAboutItself(event: Pick<RecordedEvent, 'event_type' | 'payload'>, subscriptionId: string): boolean {
  return isAboutDispatch(event.event_type) && event.payload['subscription_id'] === subscriptionId;
}
