import type { JsonObject, RecordedEvent } from '../../event.ts';
import type { FetchedAnswer, FetchRequest } from '../protocol.ts';
import type { DeliveryResult, SinkBatch } from '../sink.ts';

/** A sink that runs. */
export interface SinkProgram {
  /** Rejects when the sink gives no results. */
  deliver(events: readonly RecordedEvent[]): Promise<readonly DeliveryResult[]>;
  stop(): Promise<void>;
}

/** What the hub does for a sink, done for a trial. */
export interface SinkHost {
  readonly fetch: (request: FetchRequest, signal: AbortSignal) => Promise<NonNullable<FetchedAnswer['answer']>>;
  /** Takes what the sink writes into its log. */
  readonly log: (line: string) => void;
}

/** A sink that can be started under any settings, without effect; see `TrialPlugin`. */
export interface TrialSink {
  readonly configSchema: JsonObject;
  readonly batch: SinkBatch | undefined;
  open(config: JsonObject, host: SinkHost): Promise<SinkProgram>;
  /** Whether its plugin.json names that host, under these settings. */
  mayAsk(url: URL, config: JsonObject): boolean;
}
