import { ActivityClientError } from './client-error.ts';
import { uuidV7 } from './uuid-v7.ts';

/** Payload by event type. Declare one to have the compiler check what is published. */
export type EventMap = Readonly<Record<string, object>>;

export interface EventMetadata {
  readonly ip_address?: string | null;
  readonly user_agent?: string | null;
  readonly locale?: string | null;
  /** IANA zone of the participant: it decides on which day the event counts. */
  readonly time_zone?: string | null;
  readonly [key: string]: unknown;
}

/** An event as a producer states it; what is left out is filled in once, before the first send. */
export interface ActivityInput<Type extends string = string, Payload extends object = object> {
  readonly event_type: Type;
  readonly payload: Payload;
  /** Left out: a fresh UUIDv7. Give your own when the same fact may be published twice. */
  readonly event_id?: string;
  readonly event_version?: string;
  /** When it happened. Left out: the time of the call. */
  readonly timestamp?: string | Date;
  readonly source_system?: string;
  readonly user_id?: string | null;
  readonly session_id?: string | null;
  readonly causation_id?: string | null;
  readonly correlation_id?: string | null;
  readonly metadata?: EventMetadata | null;
}

/** Any event of the map, each type only with its own payload. */
export type EventOf<Events extends EventMap> = {
  [Type in keyof Events & string]: ActivityInput<Type, Events[Type]>;
}[keyof Events & string];

export interface SerializedEvent {
  readonly eventId: string;
  /** The JSON that every attempt sends: the same bytes, so that a repeat can never become a conflict. */
  readonly json: Buffer;
}

/** The hub takes no larger event; found here, the caller learns it at once. */
export const maxEventBytes = 256 * 1024;
const defaultVersion = '1.0.0';

/** @throws ActivityClientError invalid_event, event_too_large */
export function serializeEvent(input: ActivityInput, source: string | undefined, nowMs: number): SerializedEvent {
  const eventId = input.event_id ?? uuidV7(nowMs);
  const sourceSystem = input.source_system ?? source;
  const event = {
    ...input,
    event_id: eventId,
    event_version: input.event_version ?? defaultVersion,
    timestamp: input.timestamp ?? new Date(nowMs),
    ...(sourceSystem === undefined ? {} : { source_system: sourceSystem }),
  };
  const json = Buffer.from(toJson(event), 'utf8');
  if (json.length > maxEventBytes) {
    const detail = `The event has ${json.length} bytes; the hub takes at most ${maxEventBytes}. Store large content elsewhere and send its address.`;
    throw new ActivityClientError('event_too_large', detail);
  }
  return { eventId, json };
}

function toJson(event: object): string {
  try {
    return JSON.stringify(event);
  } catch (cause) {
    const reason = (cause as Error).message;
    throw new ActivityClientError('invalid_event', `The event cannot be written as JSON: ${reason}`, { cause });
  }
}
