import { dayIn } from '@activity-hub/contracts/calendar';
import { canonicalFormOf } from '@activity-hub/contracts/canonical-form';
import { EVENT_LIMITS } from '@activity-hub/contracts/event';
import type { EventToAppend } from '@activity-hub/db/event-store/event-store';
import { canonicalWalk } from './canonical-walk.ts';
import type { Fault } from './fault.ts';
import { knownTimeZone } from './known-time-zone.ts';
import { type NormalisedEvent, normaliseEvent } from './normalise-event.ts';
import { validateEnvelope } from './validate-envelope.ts';
import { validatePayload } from './validate-payload.ts';

/** What the hub adds to an event. */
export interface Arrival {
  readonly receivedMs: number;
  readonly receivedAt: string;
  /** The zone of an event that names none. */
  readonly hubTimeZone: string;
}

/** `keys`: how many keys the parsed event has, to be compared with the key tokens of its text. */
export type PreparedEvent = { readonly event: EventToAppend; readonly keys: number } | { readonly fault: Fault };

function tooDeep(pointer: string): { fault: Fault } {
  return { fault: { code: 'too_deep', pointer, detail: `Nest at most ${EVENT_LIMITS.maxDepth} objects and arrays.` } };
}

/** Enriches: the zone, the calendar day in it, and when the event came in. */
function enrich(
  fields: NormalisedEvent,
  zone: string,
  payload: string,
  metadata: string,
  arrival: Arrival,
): EventToAppend {
  return {
    event_id: fields.event_id,
    event_type: fields.event_type,
    event_version: fields.event_version,
    timestamp: fields.timestamp,
    source_system: fields.source_system,
    user_id: fields.user_id,
    session_id: fields.session_id,
    causation_id: fields.causation_id,
    correlation_id: fields.correlation_id,
    payload,
    metadata,
    origin: 'producer',
    time_zone: zone,
    day: zone === 'UTC' ? fields.timestamp.slice(0, 10) : dayIn(zone, fields.occurredMs),
    received_at: arrival.receivedAt,
    canonical: canonicalFormOf({ ...fields, payloadJson: payload, metadataJson: metadata }),
  };
}

/** validate → normalise → canonical form → enrich: everything between parsing and the event log, for one event. */
export function prepareEvent(value: unknown, arrival: Arrival): PreparedEvent {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { fault: { code: 'not_an_object', pointer: '', detail: 'Send an event as a JSON object.' } };
  }
  const envelope = validateEnvelope(value);
  if ('fault' in envelope) return envelope;
  const sent = envelope.event;
  const normalised = normaliseEvent(sent, arrival.receivedMs);
  if ('fault' in normalised) return normalised;
  const payloadFault = validatePayload(normalised.fields.event_type, sent.payload);
  if (payloadFault !== undefined) return { fault: payloadFault };
  const sentZone = sent.metadata?.time_zone;
  const zone = sentZone === undefined || sentZone === null ? arrival.hubTimeZone : knownTimeZone(sentZone);
  if (zone === undefined) {
    const detail = `${JSON.stringify(sentZone)} is no IANA time zone. Send one such as Europe/Moscow.`;
    return { fault: { code: 'invalid_time_zone', pointer: '/metadata/time_zone', detail } };
  }
  const payload = canonicalWalk(sent.payload, EVENT_LIMITS.maxDepth);
  if (payload === undefined) return tooDeep('/payload');
  const metadata = canonicalWalk(sent.metadata ?? {}, EVENT_LIMITS.maxDepth);
  if (metadata === undefined) return tooDeep('/metadata');
  return {
    event: enrich(normalised.fields, zone, payload.text, metadata.text, arrival),
    keys: Object.keys(sent).length + payload.keys + metadata.keys,
  };
}
