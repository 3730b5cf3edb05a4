import type { z } from 'zod';

export type PluginKind = 'aggregator' | 'detector' | 'sink';

/** A text a person reads, in both languages of the console. */
export interface Wording {
  readonly en: string;
  readonly ru: string;
}

/**
 * The spans over which the host keeps one state per key. `all` is the whole life of the key. Windows
 * are calendar windows in the event's own zone; weeks begin on Monday.
 */
export const windowKinds = ['all', 'hourly', 'daily', 'weekly', 'monthly'] as const;
export type WindowKind = (typeof windowKinds)[number];

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
  /** Types of the events it may derive. Anything else is refused by name. */
  readonly emits: readonly string[];
}
