import type { EventFormat, Surface } from '@activity-hub/contracts/event-format';

/** Who may publish what: made from the key, or from the person, that a request came with. */
export interface Publisher {
  /** Null for a person. */
  readonly keyId: string | null;
  /** The one source it publishes as; null: any, and then every event names its own. */
  readonly source: string | null;
  /** @param eventType canonical */
  allows(eventType: string): boolean;
}

/** What all events of one request have in common. */
export interface IngestRequest {
  readonly publisher: Publisher;
  readonly surface: Surface;
  /** How the bytes are to be read again when an event is refused and repaired. */
  readonly format: EventFormat;
  /** When the producer says it sent this; an instant in UTC. */
  readonly sentAt?: string | undefined;
  /** W3C trace context. */
  readonly traceParent?: string | undefined;
  /** A repair: when the event first came in. An event without a time happened then, not when it was repaired. */
  readonly firstReceivedAt?: string | undefined;
}
