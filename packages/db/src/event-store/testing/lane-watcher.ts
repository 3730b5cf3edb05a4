import { LANE_COUNT } from '@activity-hub/contracts/lane';
import type { EventStore, LaneEvent } from '../event-store.ts';

/**
 * Reads all lanes while others append, as a consumer does, and fails on the first sight of a gap, a
 * repeated offset or a recorded time that runs backwards.
 */
export class LaneWatcher {
  readonly seen: LaneEvent[][] = Array.from({ length: LANE_COUNT }, () => []);
  readonly #store: EventStore;
  readonly #offsets: number[];
  readonly #waiting: { after: number; resolve: () => void }[] = [];
  #rounds = 0;
  #stopped = false;
  #failure: unknown;
  #run: Promise<void> = Promise.resolve();

  constructor(store: EventStore, heads: readonly number[]) {
    this.#store = store;
    this.#offsets = [...heads];
  }

  static async start(store: EventStore): Promise<LaneWatcher> {
    const watcher = new LaneWatcher(store, await store.laneHeads());
    watcher.#run = watcher.#watch();
    return watcher;
  }

  /** Resolves when every lane was read that many times more, or something was found wrong. */
  async rounds(count: number): Promise<void> {
    if (this.#stopped) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push({ after: this.#rounds + count, resolve });
    await promise;
  }

  /** Reads what is left and throws what was found wrong. */
  async stop(): Promise<void> {
    await this.rounds(2);
    this.#stopped = true;
    await this.#run;
    if (this.#failure !== undefined) throw new Error('The log was read wrong.', { cause: this.#failure });
  }

  async #watch(): Promise<void> {
    while (!this.#stopped) {
      try {
        await Promise.all(this.#offsets.map((_, lane) => this.#readLane(lane)));
      } catch (error) {
        this.#failure = error;
        this.#stopped = true;
      }
      this.#rounds += 1;
      for (const one of this.#waiting) if (one.after <= this.#rounds || this.#stopped) one.resolve();
    }
  }

  async #readLane(lane: number): Promise<void> {
    const seen = this.seen[lane] ?? [];
    for (const found of await this.#store.readLane(lane, this.#offsets[lane] ?? 0, 7)) {
      const expected = (this.#offsets[lane] ?? 0) + 1;
      if (found.offset !== expected) throw new Error(`lane ${lane}: ${found.offset} came where ${expected} was due`);
      const before = seen.at(-1)?.event.recorded_at ?? '';
      if (found.event.recorded_at < before) throw new Error(`lane ${lane}: recorded_at runs backwards at ${expected}`);
      this.#offsets[lane] = found.offset;
      seen.push(found);
    }
  }
}
