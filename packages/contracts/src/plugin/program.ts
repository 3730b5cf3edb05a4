import type { JsonObject, RecordedEvent } from '../event.ts';
import type { DerivedEvent, MetricPoint, Window } from './aggregator.ts';
import type { Finding } from './detector.ts';

/** What went wrong while a plugin looked at one event. `index` counts the events of the request. */
export interface PluginFault {
  readonly index: number;
  readonly reason: string;
}

/** Which key each event belongs to, in the order of the events; null: not mine. */
export interface KeysAnswer {
  readonly keys: readonly (string | null)[];
  readonly faults: readonly PluginFault[];
}

/** The events of one key and window, to be folded in this order. */
export interface FoldRequest {
  readonly key: string;
  readonly window: Window;
  /** Null: there is none yet. */
  readonly state: JsonObject | null;
  readonly events: readonly RecordedEvent[];
  /** Deadlines at or before it fire after the last event; null: none do. */
  readonly until: string | null;
}

/** What one event or deadline yielded. Steps that yield nothing are left out. */
export interface FoldStep {
  /** The event that caused it; of a deadline the `latest` until then. -1: it came in an earlier request. */
  readonly index: number;
  /** The instant of the deadline; null when the event was the cause. */
  readonly deadline: string | null;
  readonly derived: readonly DerivedEvent[];
  readonly metrics: readonly MetricPoint[];
}

export interface FoldAnswer {
  /** Null when nothing was folded and there was none. */
  readonly state: JsonObject | null;
  /** What queries show; null: the state itself. Holds only when something was folded or fired. */
  readonly view: JsonObject | null;
  /** The next instant at which it wants to hear that nothing happened. */
  readonly deadline: string | null;
  /** Events and deadlines that changed the state. */
  readonly folded: number;
  /** The last deadline that fired; null: none did. */
  readonly fired: string | null;
  /** Of the events that changed the state the one that happened last, by (timestamp, event_id); -1: none did. */
  readonly latest: number;
  readonly steps: readonly FoldStep[];
  /** Events the plugin failed at: the state is as if they had not come. */
  readonly faults: readonly PluginFault[];
}

/**
 * An aggregator as a host runs it: in this process, or in one of its own behind a protocol. The answers hold
 * JSON only and follow from the requests alone. A fault of one event is part of the answer; a program
 * that throws is at fault as a whole.
 */
export interface AggregatorProgram {
  /** Whether it asks for deadlines at all. */
  readonly deadlines: boolean;
  /** Topics of the events at whose payload it looks, and at outlines of all others; left out: at anything. */
  readonly payloads?: readonly string[] | undefined;
  keysOf(events: readonly RecordedEvent[], lane: number): KeysAnswer | Promise<KeysAnswer>;
  /** One answer per request, in order. */
  fold(requests: readonly FoldRequest[], lane: number): readonly FoldAnswer[] | Promise<readonly FoldAnswer[]>;
}

export interface InspectRequest {
  readonly key: string;
  readonly state: JsonObject | null;
  readonly events: readonly RecordedEvent[];
}

export interface InspectAnswer {
  readonly state: JsonObject | null;
  readonly findings: readonly (Finding & { readonly index: number })[];
  readonly faults: readonly PluginFault[];
}

/** A detector as a host runs it; see `AggregatorProgram`. */
export interface DetectorProgram {
  keysOf(events: readonly RecordedEvent[], lane: number): KeysAnswer | Promise<KeysAnswer>;
  inspect(
    requests: readonly InspectRequest[],
    lane: number,
  ): readonly InspectAnswer[] | Promise<readonly InspectAnswer[]>;
}
