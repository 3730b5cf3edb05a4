import type { RecordedEvent } from '../event.ts';
import type { SinkContext } from './context.ts';
import type { PluginManifest } from './manifest.ts';

/** The outcome of one attempt for one event. `retry` comes again with the same id; `reject` becomes a dead letter. */
export type DeliveryResult =
  | { readonly event_id: string; readonly outcome: 'delivered' }
  | { readonly event_id: string; readonly outcome: 'retry' | 'reject'; readonly reason: string };

export interface SinkConnection {
  /** Delivery is at least once: the same event may come again with the same id. One result per event. */
  deliver(batch: readonly RecordedEvent[]): Promise<readonly DeliveryResult[]>;
  close(): Promise<void>;
}

/** Carries events out of the hub. Effects live here and nowhere else; replay calls no sink. */
export interface Sink<Config> {
  readonly manifest: PluginManifest<Config>;
  connect(config: Config, context: SinkContext): Promise<SinkConnection>;
}
