import type { HostObserver } from './host-observer.ts';
import type { PluginWatch } from './plugin-watch.ts';

/** What every host of a plugin is given. */
export interface HostOptions {
  readonly observer: HostObserver;
  readonly watch: PluginWatch;
  /** States of one lane kept in memory between batches. */
  readonly keptStatesPerLane: number;
  /** Only stamps when a derived event was received; no decision depends on it. */
  readonly now: () => number;
}
