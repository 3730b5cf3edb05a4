/** Where what a consumer reads ends: the lanes of the log, or the buckets of an inbox. */
export interface Heads {
  /** The last offset of a lane as far as known. */
  of(lane: number): number;
  /** Reads the heads now. */
  refresh(): Promise<void>;
  /** Look soon: this process appended something itself. */
  nudge(): void;
  /** Resolves when a lane may reach beyond an offset, after the time-out, or at a stop. */
  beyond(lane: number, offset: number, timeoutMs: number, signal: AbortSignal): Promise<void>;
}
