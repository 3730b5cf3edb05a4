import type { JsonObject, RecordedEvent } from '../event.ts';
import type { PluginManifest, WindowKind } from './manifest.ts';

/**
 * The window a state belongs to. `start` sorts as text: a day, a Monday, a first of month, an hour with offset, an
 * instant for tumbling and sliding ones; the session's id for `session`, empty for `all`.
 */
export interface Window {
  readonly kind: WindowKind;
  readonly start: string;
}

/** A time that passed without an event. `at` is the instant the state had asked for. */
export interface Deadline {
  readonly kind: 'deadline';
  readonly at: string;
}

/** Why a state changed: an event of the log, or a deadline. */
export type Cause = { readonly kind: 'event'; readonly event: RecordedEvent } | Deadline;

/**
 * An event the plugin wants appended. Its id is made of processor, version, key, type, subject and
 * the causing event, so that a repeated run appends nothing twice. It joins the stream of its cause.
 */
export interface DerivedEvent {
  readonly event_type: string;
  /** What sets it apart from others of the same cause: a window, a threshold. */
  readonly subject: string;
  readonly payload: JsonObject;
}

/** One point of a time series. */
export interface MetricPoint {
  readonly metric: string;
  readonly value: number;
}

export interface Emission {
  /** What queries show of this key and window. Without it, and without `viewOf`, the state itself is shown. */
  readonly view?: JsonObject;
  readonly metrics?: readonly MetricPoint[];
  readonly derived?: readonly DerivedEvent[];
}

/**
 * A fold over events. All functions are pure: no clock, no randomness, no input or output, arguments
 * are never changed. The host guarantees: once per event, never concurrently for one key; state,
 * view, derived events and checkpoint become durable together.
 *
 * Order: with `order: 'any'` events come in the order of the log, a late one as it is. With `order: 'occurred'`
 * they come in the order of (occurred_at, event_id): a late event, or one that was taken back, makes the
 * host fold the key again from its history.
 *
 * Events without bearing: give back the very same state object, and nothing is emitted, written or folded
 * again because of them. With `order: 'occurred'` that promises that the event has no bearing wherever it
 * stands in the order.
 */
export interface Aggregator<Config, State extends JsonObject> {
  readonly manifest: PluginManifest<Config>;
  /** Which state an event belongs to; undefined: not mine. */
  keyOf(event: RecordedEvent): string | undefined;
  initialState(config: Config): State;
  apply(state: State, event: RecordedEvent, config: Config): State;
  /** What this one change yields. Runs per event, never per batch, so that batching cannot change what is derived. */
  emit(previous: State, next: State, cause: Cause, config: Config, window: Window): Emission;
}

/** Optional ability: to make what queries show once per batch from the state, instead of in every emission. */
export interface Viewed<Config, State extends JsonObject> {
  viewOf(state: State, config: Config, window: Window): JsonObject;
}

export function isViewed<Config, State extends JsonObject>(
  aggregator: Aggregator<Config, State>,
): aggregator is Aggregator<Config, State> & Viewed<Config, State> {
  return 'viewOf' in aggregator;
}

/** Optional ability: to say how each event moved the value that people ask about. */
export interface Explainable<Config, State extends JsonObject> {
  /** The value of a state: what an event gave is the difference between the states before and after it. */
  amountOf(state: State, config: Config): number;
  /** What the configuration says an event is worth, where that can be said without the state. */
  weightOf?(event: RecordedEvent, config: Config): number;
}

export function isExplainable<Config, State extends JsonObject>(
  aggregator: Aggregator<Config, State>,
): aggregator is Aggregator<Config, State> & Explainable<Config, State> {
  return 'amountOf' in aggregator;
}

/**
 * Optional ability: to look at payloads of some events only. Keys, states, views, amounts and all that is emitted follow from the
 * outlines of events and the payloads of those; far behind the head nothing else is read. Heeded in the hub's own process;
 * one that looks at no payload says `reads: 'outline'` in its manifest, which is heeded everywhere.
 */
export interface Sparing<Config> {
  /** Topics of the events at whose payload it looks. */
  payloadsOf(config: Config): readonly string[];
}

/** Topics of the events at whose payload an aggregator looks; undefined: it may look at anything. */
export function payloadsReadBy<Config, State extends JsonObject>(
  aggregator: Aggregator<Config, State>,
  config: Config,
): readonly string[] | undefined {
  if ('payloadsOf' in aggregator) return (aggregator as typeof aggregator & Sparing<Config>).payloadsOf(config);
  return aggregator.manifest.reads === 'outline' ? [] : undefined;
}

/**
 * An aggregator as a host holds it, next to others. Configuration and state are opaque to the host: it
 * passes what `manifest.config` parsed and what `initialState` made, and nothing else. Every
 * aggregator is assignable to this type because TypeScript compares method parameters both ways;
 * the pairing itself is proved by the conformance kit, not by the compiler.
 */
export type AnyAggregator = Aggregator<unknown, JsonObject>;

/** Optional ability: to notice time that passes without events. */
export interface DeadlineAware<Config, State extends JsonObject> {
  /** The next instant (ISO, UTC) at which the state wants to hear that nothing happened. */
  deadlineOf(state: State, config: Config): string | undefined;
  /**
   * Called once for a deadline: in event time before the first event at or after it, else when the
   * clock has passed it. The state returned must not ask for the same instant again.
   */
  onDeadline(state: State, at: string, config: Config): State;
}

export function isDeadlineAware<Config, State extends JsonObject>(
  aggregator: Aggregator<Config, State>,
): aggregator is Aggregator<Config, State> & DeadlineAware<Config, State> {
  return 'deadlineOf' in aggregator && 'onDeadline' in aggregator;
}
