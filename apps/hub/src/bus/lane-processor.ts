import type { FinishedBatch, ProcessorRef } from '@activity-hub/db/checkpoints/consumer-store';
import type { LaneEvent } from '@activity-hub/db/event-store/event-store';

/** What a batch, or the deadlines of a lane, changed. */
export type BatchEffects = Pick<
  FinishedBatch,
  'states' | 'gone' | 'findings' | 'metrics' | 'resets' | 'derived' | 'faults' | 'inbox' | 'matched'
>;

export const noEffects: BatchEffects = {
  states: [],
  gone: [],
  findings: [],
  metrics: [],
  resets: [],
  derived: [],
  faults: [],
  inbox: [],
};

/** Where a processor stands in a lane before a batch. */
export interface BatchPlace {
  readonly lane: number;
  /** What was finished before. */
  readonly offset: number;
  /** Events are derived only because of what lies behind this offset of the lane. */
  readonly derivesAfter: number;
}

/** What a consumer feeds: the host of a plugin. One lane is never processed twice at the same time. */
export interface LaneProcessor {
  readonly ref: ProcessorRef;
  /** Whether it asks for deadlines at all. */
  readonly deadlines: boolean;
  /** @throws ProcessorFault when the plugin is at fault; any other error is transient and repeated. */
  process(place: BatchPlace, events: readonly LaneEvent[]): Promise<BatchEffects>;
  /** Fires what is due at the watermark; undefined when nothing was. @throws ProcessorFault */
  fireDue(place: BatchPlace, watermark: string): Promise<BatchEffects | undefined>;
  /** Drops what is remembered of a lane: its effects were not stored, or somebody else changed it. */
  forget(lane: number): void;
}

/** The processor itself is wrong, so repeating cannot help: it is stopped where it stands and quarantined. */
export class ProcessorFault extends Error {
  override readonly name = 'ProcessorFault';
  /** The event it failed at. */
  readonly offset: number | undefined;

  constructor(reason: string, options: { offset?: number; cause?: unknown } = {}) {
    super(reason, options.cause === undefined ? undefined : { cause: options.cause });
    this.offset = options.offset;
  }
}
