import { HubError } from '@activity-hub/contracts/errors';
import { decodePosition } from '@activity-hub/contracts/position';
import type { Verdict, Waited } from '@activity-hub/contracts/receipt';
import type { ReaderOffset } from '@activity-hub/db/checkpoints/read-reader-offsets';
import { newestVersion } from '../query/newest-version.ts';

/** Often enough that a wait adds little to what the consumer needs; one statement for all who wait. */
const pollEveryMs = 20;
const maxWaiting = 1_000;
const defaultWaitMs = 5_000;
const maxWaitMs = 15_000;
/** The store of the projected log, under the name that says what it is for. */
const projection = { alias: 'projected', processor: 'clickhouse' } as const;

/** For what a producer wants to wait. */
export interface DemandedWait {
  readonly readModel: string;
  readonly processor: string;
  readonly waitMs: number;
}

export interface ReceiptWaiterOptions {
  /** The checkpoints of these processors, or of all. */
  readonly read: (processors?: readonly string[]) => Promise<readonly ReaderOffset[]>;
  readonly clock?: () => number;
  readonly pollMs?: number;
}

type Offsets = ReadonlyMap<number, number>;

interface Waiter {
  readonly processor: string;
  /** The last offset of interest in every lane. */
  readonly wanted: Offsets;
  readonly until: number;
  lagEvents: number;
  resolve(seen: boolean): void;
}

function positionsOf(verdicts: readonly Verdict[]): Offsets {
  const wanted = new Map<number, number>();
  for (const verdict of verdicts) {
    const position = 'receipt' in verdict ? decodePosition(verdict.receipt.position) : undefined;
    if (position === undefined) continue;
    wanted.set(position.lane, Math.max(position.offset, wanted.get(position.lane) ?? 0));
  }
  return wanted;
}

/** The offsets of the version that is shown. */
function offsetsOf(rows: readonly ReaderOffset[], processor: string): Offsets {
  const own = rows.filter((row) => row.processor === processor);
  const version = newestVersion(own.map((row) => row.version));
  return new Map(own.filter((row) => row.version === version).map((row) => [row.lane, row.offset]));
}

function missingOf(wanted: Offsets, finished: Offsets): number {
  let missing = 0;
  for (const [lane, offset] of wanted) missing += Math.max(0, offset - (finished.get(lane) ?? 0));
  return missing;
}

/**
 * Waits until a read model has seen what a receipt is about. All who wait share one loop that reads the
 * checkpoints; a wait never fails what is durable already: it ends without having been seen.
 */
export class ReceiptWaiter {
  readonly #options: ReceiptWaiterOptions;
  readonly #clock: () => number;
  readonly #waiters = new Set<Waiter>();
  #timer: NodeJS.Timeout | undefined;
  #known: ReadonlySet<string> = new Set();

  constructor(options: ReceiptWaiterOptions) {
    this.#options = options;
    this.#clock = options.clock ?? (() => performance.now());
  }

  waiting(): number {
    return this.#waiters.size;
  }

  /**
   * What was asked for, to be called before anything is taken.
   * @throws HubError invalid_query
   */
  async demanded(wait: string | undefined, waitMs: string | undefined): Promise<DemandedWait | undefined> {
    if (wait === undefined) return undefined;
    const limit = waitMs === undefined ? defaultWaitMs : Number(waitMs);
    if (!/^\d{1,6}$/.test(waitMs ?? '0') || limit > maxWaitMs) {
      throw new HubError('invalid_query', `wait_ms is a whole number of milliseconds up to ${maxWaitMs}.`, {
        pointer: '/wait_ms',
      });
    }
    const processor = wait === projection.alias ? projection.processor : wait;
    if (wait !== projection.alias && !this.#known.has(wait)) {
      this.#known = new Set((await this.#options.read()).map((row) => row.processor));
      if (!this.#known.has(wait)) {
        const names = [projection.alias, ...[...this.#known].sort()].join(', ');
        const detail = `There is no read model ${JSON.stringify(wait.slice(0, 64))}. Known are ${names}.`;
        throw new HubError('invalid_query', detail, { pointer: '/wait' });
      }
    }
    return { readModel: wait, processor, waitMs: limit };
  }

  /** Never throws: the events are durable, whatever becomes of the wait. */
  async wait(verdicts: readonly Verdict[], { readModel, processor, waitMs }: DemandedWait): Promise<Waited> {
    const wanted = positionsOf(verdicts);
    const answer = (seen: boolean, lagEvents: number): Waited => ({
      read_model: readModel,
      seen,
      lag_events: lagEvents,
    });
    if (wanted.size === 0) return answer(true, 0);
    if (this.#waiters.size >= maxWaiting) return answer(false, missingOf(wanted, new Map()));
    return await new Promise<Waited>((resolve) => {
      const waiter: Waiter = {
        processor,
        wanted,
        until: this.#clock() + waitMs,
        lagEvents: missingOf(wanted, new Map()),
        resolve: (seen) => resolve(answer(seen, seen ? 0 : waiter.lagEvents)),
      };
      this.#waiters.add(waiter);
      this.#timer ??= setTimeout(() => void this.#look(), 0);
    });
  }

  /** Answers all who wait: the process ends. */
  stop(): void {
    clearTimeout(this.#timer);
    for (const waiter of this.#waiters) this.#end(waiter, false);
  }

  #end(waiter: Waiter, seen: boolean): void {
    if (this.#waiters.delete(waiter)) waiter.resolve(seen);
  }

  async #look(): Promise<void> {
    const processors = [...new Set([...this.#waiters].map((waiter) => waiter.processor))];
    // Whoever came during the look is judged by the next one.
    const looking = [...this.#waiters];
    try {
      const rows = await this.#options.read(processors);
      const finished = new Map(processors.map((processor) => [processor, offsetsOf(rows, processor)]));
      for (const waiter of looking) {
        waiter.lagEvents = missingOf(waiter.wanted, finished.get(waiter.processor) ?? new Map());
        if (waiter.lagEvents === 0) this.#end(waiter, true);
      }
    } catch {
      // The log cannot be read right now: they wait on, until their time is over.
    }
    const now = this.#clock();
    for (const waiter of this.#waiters) if (now >= waiter.until) this.#end(waiter, false);
    this.#timer =
      this.#waiters.size === 0 ? undefined : setTimeout(() => void this.#look(), this.#options.pollMs ?? pollEveryMs);
  }
}
