import type { Severity } from '@activity-hub/contracts/plugin/detector';
import type { WindowKind } from '@activity-hub/contracts/plugin/manifest';
import type { PluginFault, ToldFault } from '@activity-hub/contracts/plugin/plugin-fault';
import type { MatchedStretch } from '../deliveries/matched-stretch.ts';
import type { EventToAppend } from '../event-store/event-store.ts';

/** A processor under one version: state and checkpoints of two versions never mix. */
export interface ProcessorRef {
  readonly processor: string;
  readonly version: string;
}

export interface StateKey {
  readonly key: string;
  readonly window_kind: WindowKind;
  /** Empty for the window `all`. */
  readonly window_start: string;
}

/** One state of one key and window, with what queries show of it (`view`, else the state itself). */
export interface StateRow extends StateKey {
  readonly lane: number;
  readonly user_id: string | null;
  /** JSON text. */
  readonly state: string;
  readonly view: string | null;
  readonly deadline_at: string | null;
  /** The last event folded in: the cause of what a deadline derives, and its zone. */
  readonly last_event_id: string | null;
  readonly last_occurred_at: string | null;
  readonly last_recorded_at: string | null;
  readonly time_zone: string;
  readonly correlation_id: string | null;
  readonly causation_depth: number;
  /** Up to which instant deadlines have been fired; null: none was. */
  readonly fired_until: string | null;
}

/** A finding to be grouped into the open case of (detector, key, kind), or to open one under `case_id`. */
export interface CaseFinding {
  readonly case_id: string;
  readonly kind: string;
  readonly key: string;
  readonly user_id: string | null;
  readonly severity: Severity;
  readonly score: number;
  readonly seen_at: string;
  readonly evidence: string;
  readonly event_ids: readonly string[];
}

export interface MetricRow {
  readonly at: string;
  readonly user_id: string | null;
  readonly metric: string;
  readonly value: number;
}

/** An event the plugin failed at. */
export interface FaultRow {
  readonly event_id: string;
  readonly lane: number;
  readonly offset: number;
  readonly reason: string;
}

/** To which key of a bucket an event belongs. */
export interface InboxRow {
  readonly bucket: number;
  readonly key: string;
  readonly lane: number;
  readonly offset: number;
}

/** Points of a user between two instants (both included) that are written anew. */
export interface MetricReset {
  readonly user_id: string;
  readonly from: string;
  readonly to: string;
}

/** Where a processor stands in a lane, or in a bucket of its inbox. */
export interface Checkpoint {
  readonly offset: number;
  /** Events are derived only because of what lies behind it. */
  readonly derives_after: number;
  /** Since when the processor is there: deadlines of before, for which nothing came since, are history to it. */
  readonly made_at: string;
}

/** Everything one batch of one lane changed. `from` is the checkpoint it was read after. */
export interface FinishedBatch extends ProcessorRef {
  readonly lane: number;
  readonly from: number;
  /** Equal to `from` when only deadlines fired. */
  readonly to: number;
  /** The `derives_after` it was made under: a promotion in between fences it. */
  readonly derives_after: number;
  /** When the last event of the batch was recorded; null when only deadlines fired. */
  readonly complete_through: string | null;
  readonly states: readonly StateRow[];
  /** States of which nothing is left, because all their events were taken back. */
  readonly gone: readonly (StateKey & { readonly lane: number })[];
  readonly findings: readonly CaseFinding[];
  readonly metrics: readonly MetricRow[];
  readonly resets: readonly MetricReset[];
  readonly derived: readonly EventToAppend[];
  readonly faults: readonly FaultRow[];
  readonly inbox: readonly InboxRow[];
  /** Of the matcher alone: who gets what, as the subscriptions were at an epoch. */
  readonly matched?: { readonly epoch: number; readonly stretch: MatchedStretch };
}

/** `fenced`: another consumer moved the checkpoint; nothing was written, drop every cache of the lane and stop. */
export type FinishOutcome = 'finished' | 'fenced';

/** A range announced before it is inserted into a store outside PostgreSQL, so that a retry repeats it exactly. */
export interface ProjectionRange {
  readonly lane: number;
  readonly from: number;
  readonly to: number;
}

/** Checkpoints, states and cases of consumers. Inside it every effect happens exactly once. */
export interface ConsumerStore {
  /** Where it stands per lane; rows that are missing are made with 0. index = lane. */
  checkpoints(ref: ProcessorRef): Promise<readonly Checkpoint[]>;
  /** Where it stands in one lane; undefined: its checkpoints were removed, so it is to be no more. */
  checkpointOf(ref: ProcessorRef, lane: number): Promise<Checkpoint | undefined>;
  loadStates(ref: ProcessorRef, keys: readonly StateKey[]): Promise<readonly StateRow[]>;
  /** States of a lane whose deadline is at or before `watermark` and whose last event was recorded at or before `quietSince`, oldest deadline first. */
  dueStates(
    ref: ProcessorRef,
    lane: number,
    watermark: string,
    quietSince: string,
    limit: number,
  ): Promise<readonly StateRow[]>;
  /** One statement: compare-and-set of the checkpoint first, states in key order, findings, metrics, then all derived events in one append. */
  finishBatch(batch: FinishedBatch): Promise<FinishOutcome>;
  /**
   * Announces at most one range per lane, or gives back that of the lane which was announced before and not
   * finished yet: it must be repeated as it is. A range that does not begin at its checkpoint is given back as it
   * came and not recorded; `finishRanges` fences it.
   */
  announceRanges(ref: ProcessorRef, ranges: readonly ProjectionRange[]): Promise<readonly ProjectionRange[]>;
  /** Moves the checkpoints of the announced ranges and forgets them, in one statement; fenced when one of them was moved. */
  finishRanges(ref: ProcessorRef, ranges: readonly ProjectionRange[]): Promise<FinishOutcome>;
  /**
   * Stops a processor with its reason until a person resumes it. The first reason stays.
   * @param samples events it failed at in a batch that is not finished
   */
  quarantine(
    ref: ProcessorRef,
    fault: PluginFault,
    position: { readonly lane: number; readonly offset: number } | null,
    samples: readonly FaultRow[],
  ): Promise<void>;
  /** The reason while quarantined. */
  quarantineOf(ref: ProcessorRef): Promise<ToldFault | undefined>;
}
