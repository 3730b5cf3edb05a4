import { HubError } from '@activity-hub/contracts/errors';
import type { RecordedEvent } from '@activity-hub/contracts/event';
import type { KnownType } from './known-schemas.ts';
import { unknownVersionFault } from './registry-lookup.ts';
import { upcast } from './upcast-payload.ts';

const pointer = '/as_version';

/**
 * The event as a later version of its type would have it; the stored one stays as it is.
 * @throws HubError unknown_event_version, not_upcastable
 */
export function upcastEvent(event: RecordedEvent, wanted: string, type: KnownType | undefined): RecordedEvent {
  if (wanted === event.event_version) return event;
  if (type === undefined)
    throw new HubError('not_upcastable', `${event.event_type} is not registered: it has no other versions.`, {
      pointer,
    });
  const placeOf = (version: string) => type.versions.findIndex((row) => row.version === version);
  const [from, to] = [placeOf(event.event_version), placeOf(wanted)];
  if (to === -1) throw new HubError('unknown_event_version', unknownVersionFault(type, wanted).detail, { pointer });
  if (from === -1 || to < from) {
    const detail = `The event was sent as ${event.event_version}: it can be shown in later versions only.`;
    throw new HubError('not_upcastable', detail, { pointer });
  }
  let payload: { readonly [key: string]: unknown } = event.payload;
  for (const version of type.versions.slice(from + 1, to + 1)) {
    if (version.upcast === 'same') continue;
    if (version.upcast === 'none') {
      const detail = `Nobody has said how ${version.follows ?? 'the version before'} becomes ${version.version}: it has no upcaster.`;
      throw new HubError('not_upcastable', detail, { pointer });
    }
    const made = upcast(payload, version.upcaster);
    if ('failed' in made) {
      const detail = `Step ${made.failed.step + 1} of the upcaster to ${version.version} cannot be done: ${made.failed.reason}.`;
      throw new HubError('not_upcastable', detail, { pointer });
    }
    payload = made.payload;
  }
  return { ...event, event_version: wanted, payload: payload as RecordedEvent['payload'] };
}
