import type { z } from 'zod';

export type PluginKind = 'aggregator' | 'detector' | 'sink';

/** A text a person reads, in both languages of the console. */
export interface Wording {
  readonly en: string;
  readonly ru: string;
}

/** Calendar windows in the event's own zone (weeks begin on Monday), the whole life of a key, and sessions. */
export const namedWindowKinds = ['all', 'hourly', 'daily', 'weekly', 'monthly', 'session'] as const;
type NamedWindowKind = (typeof namedWindowKinds)[number];

/** A length of time in a window: whole minutes, hours or days. */
export type WindowLength = `${number}${'m' | 'h' | 'd'}`;

/**
 * The spans over which the host keeps one state per key.
 * - `session`: the events of one `session_id`; events without one are in no such window.
 * - `tumbling:15m`: spans of that length one after the other, counted from 1970-01-01 UTC.
 * - `sliding:7d/1d`: spans of the first length that begin every second length; an event is in several.
 */
export type WindowKind = NamedWindowKind | `tumbling:${WindowLength}` | `sliding:${WindowLength}/${WindowLength}`;

/**
 * In which order a fold wants its events.
 * - `any`: the order makes no difference to the state (sums, counts, sets), and no event it derives is
 *   taken back by one that comes late. A late event is folded as it comes.
 * - `occurred`: the order of (occurred_at, event_id). A late event makes the host fold the key again from
 *   its history, append what is derived now, and mark superseded what no longer holds.
 */
export type FoldOrder = 'any' | 'occurred';

/**
 * What the hub knows of a plugin before it runs a line of it. Checked when the hub starts: a plugin
 * with a broken manifest or an incompatible `hub` range is refused by name and the hub runs on.
 */
export interface PluginManifest<Config> {
  /** Kebab-case; equals the plugin's folder. */
  readonly id: string;
  /** Semantic version of code and state. A new version builds a new state from the log. */
  readonly version: string;
  readonly kind: PluginKind;
  /** Range of hub versions it was written for, for example `^0.1.0`. */
  readonly hub: string;
  readonly title: Wording;
  readonly description: Wording;
  /** Validation, form and documentation of the configuration at once. Must accept `{}`. */
  readonly config: z.ZodType<Config>;
  /** Topic patterns it wants. The host hands it nothing else. */
  readonly topics: readonly string[];
  /**
   * `stream`: every key belongs to one user's stream, so the lane carries the order. `custom`: keys
   * that cross streams (works, cohorts, sources); the host repartitions them.
   */
  readonly scope: 'stream' | 'custom';
  readonly windows: readonly WindowKind[];
  /** Aggregators only; `any` when left out. */
  readonly order?: FoldOrder;
  /**
   * Aggregators only. `outline`: keys, states, views, amounts and all that is emitted follow from the outlines of events
   * (`EventOutline`), whatever else they say; far behind the head, and to explain a long history, the rest is not read.
   */
  readonly reads?: 'outline';
  /** Types of the events it may derive. Anything else is refused by name. */
  readonly emits: readonly string[];
}
