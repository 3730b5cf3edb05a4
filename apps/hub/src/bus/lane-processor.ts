import { PluginError } from '@activity-hub/contracts/plugin/plugin-error';
import type { PluginFaultCode, PluginFaultValues } from '@activity-hub/contracts/plugin/plugin-fault';
import type { FaultRow, FinishedBatch, ProcessorRef } from '@activity-hub/db/checkpoints/consumer-store';
import type { LaneEvent } from '@activity-hub/db/event-store/event-store';

/** What was done with the events of a batch. Those the plugin failed at are among the effects. */
export interface EventCounts {
  readonly folded: number;
  /** Handed on to the checkpoint without the plugin: another topic, no key, its own derived events. */
  readonly skipped: number;
}

/** What a batch came to, so that nothing is left out in silence. */
export interface BatchCounts extends EventCounts {
  /** Keys folded again, because an event came late or was taken back. */
  readonly refolded: number;
  /** Findings about events older than 48 hours when recorded: they open no case. */
  readonly past_findings: number;
  /** Not derived, because too many derived events lie between them and a producer's. */
  readonly too_deep: number;
}

/** What a batch, or the deadlines of a lane, changed. */
export interface BatchEffects
  extends Pick<
    FinishedBatch,
    'states' | 'gone' | 'findings' | 'metrics' | 'resets' | 'derived' | 'faults' | 'inbox' | 'matched'
  > {
  /** Counted when it is finished, because a batch may never be. */
  readonly counts?: Partial<BatchCounts>;
}

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
  /** Since when the processor is there. */
  readonly madeAt: string;
}

/**
 * A batch in the making: stretches of a lane, one after the other, whose effects become durable together. Their events
 * need not be in memory together. @throws ProcessorFault when the plugin is at fault; any other error is transient and
 * repeated.
 */
export interface LaneBatch {
  /**
   * Takes the events behind those it has taken. False: nothing of them was taken, because what was taken before must be
   * finished first; never of its first stretch.
   */
  take(events: readonly LaneEvent[]): Promise<boolean>;
  /** It holds so much that it should be finished now. */
  readonly full: boolean;
  /** What all of it changed; called once. */
  finish(): Promise<BatchEffects>;
}

/** What a consumer feeds: the host of a plugin. One lane is never processed twice at the same time. */
export interface LaneProcessor {
  readonly ref: ProcessorRef;
  /** Whether it asks for deadlines at all. */
  readonly deadlines: boolean;
  /** Topics of the events at whose payload it looks, and at outlines of all others; undefined: at anything. */
  readonly payloads?: readonly string[] | undefined;
  begin(place: BatchPlace): LaneBatch;
  /** Fires what is due at the watermark; undefined when nothing was. @throws ProcessorFault */
  fireDue(place: BatchPlace, watermark: string): Promise<BatchEffects | undefined>;
  /** Drops what is remembered of a lane: its effects were not stored, or somebody else changed it. */
  forget(lane: number): void;
}

/** The processor itself is wrong, so repeating cannot help: it is stopped where it stands and quarantined. */
export class ProcessorFault extends PluginError {
  override readonly name = 'ProcessorFault';
  /** The event it failed at. */
  readonly offset: number | undefined;
  /** Events it failed at, as samples: their batch is not finished. */
  readonly samples: readonly FaultRow[];

  constructor(
    code: PluginFaultCode,
    values: PluginFaultValues = {},
    options: { offset?: number; cause?: unknown; samples?: readonly FaultRow[] } = {},
  ) {
    super(code, values, options.cause === undefined ? undefined : { cause: options.cause });
    this.offset = options.offset;
    this.samples = options.samples ?? [];
  }
}
