import type { Json, RecordedEvent } from '@activity-hub/contracts/event';

/** The event as subscribers get it: what the hub noted for itself on the way in stays inside. */
export function eventBody({ context: _own, ...event }: RecordedEvent): Json {
  return event as Json;
}
