/** What a plugin in its own process may use. Beyond it the process is killed and, at first, started again. */
export interface PluginLimits {
  /** Long, because a start is slow where processors are short: from `hello` to `ready`, and from `configure` to `configured`. */
  readonly handshakeMs: number;
  /** From the moment a request is the oldest one to its answer; only what it was let run counts. */
  readonly answerMs: number;
  /**
   * Processor time on one answer after which it is let run in every twentieth tick only, while others wait for the processors.
   * Not time by the clock: one that sleeps, or waits for its own turn, keeps nobody waiting.
   */
  readonly patientMs: number;
  /** Processor time between two answers, idle or not. */
  readonly cpuMs: number;
  /** Resident memory of the process and its descendants. */
  readonly memoryMb: number;
  /** How often memory and processor time are looked at. */
  readonly tickMs: number;
  /** Ends within the window after which it is quarantined. */
  readonly maxEnds: number;
  readonly endsWithinMs: number;
  /** The first pause before it is started again; doubles with every end in the window. */
  readonly firstPauseMs: number;
  /** How much it yields to others where processors are short, from 0 (as everybody) to 19 (comes last). */
  readonly niceness: number;
}

/**
 * Of a plugin for which somebody waits: a subscriber for a delivery, a reader for an explanation. A delivery may be of a thousand
 * events, each of which a sink asks of others: 0.6 s of processor time in Python.
 */
export const awaitedLimits = { niceness: 5, patientMs: 1_000 } as const;

export const defaultPluginLimits: PluginLimits = {
  handshakeMs: 30_000,
  answerMs: 10_000,
  patientMs: 500,
  cpuMs: 10_000,
  memoryMb: 256,
  tickMs: 50,
  maxEnds: 3,
  endsWithinMs: 60_000,
  firstPauseMs: 500,
  niceness: 19,
};
