/** What every host of a plugin is given. */
export interface HostOptions {
  /** States of one lane kept in memory between batches, of those asked for lately; as many older ones stay beside them. */
  readonly keptStatesPerLane: number;
  /** Only stamps when a derived event was received; no decision depends on it. */
  readonly now: () => number;
}
