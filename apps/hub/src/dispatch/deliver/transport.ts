import type { Json, RecordedEvent } from '@activity-hub/contracts/event';
import type { DeliveryRow } from '@activity-hub/db/deliveries/delivery-row';
import type { AttemptError } from '../webhook/attempt-record.ts';

/** A delivery that is about to be tried. */
export interface Outgoing {
  readonly row: DeliveryRow;
  /** Undefined only where a person wrote the body: the event may be gone by then. */
  readonly event: RecordedEvent | undefined;
  /** The event, what its template made of it, or what a person put in its place. */
  readonly body: Json;
  readonly webhookId: string;
}

/** What one try came to. */
export interface Tried {
  /** Said by who tried it; absent: the answer says it. */
  readonly settled: 'delivered' | 'rejected' | undefined;
  /** Whether the endpoint is away, which is not the fault of the event. */
  readonly away: boolean;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly durationMs: number;
  readonly status: number | undefined;
  readonly error: AttemptError | undefined;
  readonly url: string | null;
  readonly address: string | null;
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly requestBody: string | null;
  readonly responseHeaders: Readonly<Record<string, string>>;
  readonly responseBody: string | null;
  readonly responseTruncated: boolean;
}

/** The way to the destination of one subscription. */
export interface Transport {
  /** How many go together in one try. */
  readonly maxBatch: number;
  /** How long one waits for others to go with. */
  readonly gatherMs: number;
  /** How many tries it makes at once at most; absent: as many as the subscription wants. */
  readonly width?: number | undefined;
  /** How long one try may take. */
  readonly timeoutMs: number;
  /** One result for each, in order. Never throws. */
  send(batch: readonly Outgoing[]): Promise<readonly Tried[]>;
  close(): Promise<void>;
}
