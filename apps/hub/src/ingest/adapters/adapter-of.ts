import type { EventFormat } from '@activity-hub/contracts/event-format';
import type { Adapter, AdapterContext } from './adapter.ts';
import { cloudEventAdapter } from './cloud-event-adapter.ts';
import { oryAdapter } from './ory-adapter.ts';
import { segmentAdapter } from './segment-adapter.ts';
import { xapiAdapter } from './xapi-adapter.ts';

/** Every foreign format. */
export const adapters: Readonly<Record<Exclude<EventFormat, 'event'>, (context: AdapterContext) => Adapter>> = {
  cloudevents: cloudEventAdapter,
  xapi: xapiAdapter,
  segment: segmentAdapter,
  ory: oryAdapter,
};

/** How bytes of a format become an event, now or when they are repaired; undefined for the hub's own format. */
export function adapterOf(format: EventFormat, context: AdapterContext): Adapter | undefined {
  return format === 'event' ? undefined : adapters[format](context);
}
