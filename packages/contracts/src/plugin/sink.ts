import { SUBSCRIPTION_LIMITS } from '../dispatch/destination.ts';
import type { RecordedEvent } from '../event.ts';
import type { SinkContext } from './context.ts';
import type { PluginManifest } from './manifest.ts';

/**
 * The outcome of one attempt for one event. `retry` comes again with the same id, not before
 * `retryAfterSeconds` where the target named a time; `reject` becomes a dead letter. A reason is read by people
 * and kept, so it never holds a secret.
 */
export type DeliveryResult =
  | { readonly event_id: string; readonly outcome: 'delivered' }
  | {
      readonly event_id: string;
      readonly outcome: 'retry';
      readonly reason: string;
      readonly retryAfterSeconds?: number;
    }
  | { readonly event_id: string; readonly outcome: 'reject'; readonly reason: string };

/** How a sink likes its events: at most so many together, and how long the first of them waits for others. */
export interface SinkBatch {
  readonly events: number;
  readonly gatherSeconds: number;
}

/**
 * What a host grants at most. A subscription that is behind reads on while less than half of its room is taken: so a
 * backlog fills the largest batch, and none of them waits for its time to pass.
 */
export const SINK_BATCH_LIMITS = { maxEvents: SUBSCRIPTION_LIMITS.maxPending / 2, maxGatherSeconds: 300 } as const;

export interface SinkConnection {
  /**
   * One attempt. Delivery is at least once: the same event may come again with the same id, alone or among others,
   * so whatever is sent carries the id. One result per event of the batch; the host matches them by `event_id`.
   * A target that is away is no exception: it is `retry` with a reason. Throws nothing.
   */
  deliver(batch: readonly RecordedEvent[]): Promise<readonly DeliveryResult[]>;
  /** May be called twice. */
  close(): Promise<void>;
}

/**
 * Carries events out of the hub. Effects live here and nowhere else; replay calls no sink. A setting that is a
 * secret says so in its schema (`.meta({ secret: true })`): it is kept sealed and never shown again. One without which
 * it cannot connect says so too (`.meta({ needed: true })`): no subscription is made while it says nothing.
 */
export interface Sink<Config> {
  readonly manifest: PluginManifest<Config>;
  /**
   * A wish, held to `SINK_BATCH_LIMITS`: `deliver` takes smaller batches too. Without it a batch has at most 100 events
   * and waits for none.
   */
  batch?(config: Config): SinkBatch;
  /**
   * Must not need the target: a target that is away when the hub starts is a matter of `deliver`.
   * @throws when the configuration cannot work, for example without an address
   */
  connect(config: Config, context: SinkContext): Promise<SinkConnection>;
}

/** A sink as a host holds it, next to others; see `AnyAggregator`. */
export type AnySink = Sink<unknown>;
