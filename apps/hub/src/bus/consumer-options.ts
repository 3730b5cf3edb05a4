import type { ProcessorRef } from '@activity-hub/db/checkpoints/consumer-store';
import type { BaseLogger } from 'pino';
import type { BatchStore } from './batch-store.ts';
import type { Convoys } from './convoys.ts';
import type { Gate } from './gate.ts';
import type { Heads } from './heads.ts';
import type { SharedFeed } from './in-step.ts';
import type { BatchEffects } from './lane-processor.ts';
import type { OutlineFeeds } from './outline-feeds.ts';
import type { PaceOptions } from './pace.ts';

/** What a consumer reports of its work, for metrics. */
export interface ConsumerObserver {
  finished(ref: ProcessorRef, events: number, seconds: number, effects: BatchEffects): void;
  fenced(ref: ProcessorRef): void;
  failed(ref: ProcessorRef): void;
  quarantined(ref: ProcessorRef): void;
}

export interface ConsumerOptions extends PaceOptions {
  readonly store: BatchStore;
  readonly feed: SharedFeed;
  /** For processors far behind that look at outlines, and at payloads of some topics. */
  readonly outlines?: Pick<OutlineFeeds, 'with'>;
  readonly heads: Heads;
  readonly gate: Gate;
  readonly observer: ConsumerObserver;
  readonly logger: BaseLogger;
  /** For lanes in which more than one batch is waiting; without it batches have one size. */
  readonly catchUp?: Convoys | undefined;
  /** How long nothing may have been recorded for a key before the clock fires its deadlines. */
  readonly quietMs: number;
  /** How often a lane at its head looks for deadlines. */
  readonly deadlineCheckMs: number;
}
