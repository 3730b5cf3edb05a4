import type { KeyUsage } from '@activity-hub/db/keys/add-key-usage';

export interface UsageStore {
  /** @returns the totals of those keys, with what other processes have added */
  add(usage: readonly KeyUsage[]): Promise<readonly KeyUsage[]>;
  read(day: string): Promise<readonly KeyUsage[]>;
}

interface Usage {
  readonly key_id: string;
  readonly day: string;
  /** As the database knows it. */
  kept: number;
  /** Sent to the database and not answered yet. */
  underWay: number;
  pending: number;
}

const dayMs = 86_400_000;

/**
 * What each key has used of its UTC day. Counted in memory and added to the database every second, so a kill
 * loses a second of counting and never an event; the answer brings what other processes counted meanwhile.
 */
export class DailyUsage {
  readonly #store: UsageStore;
  readonly #now: () => number;
  /** By key and day; a day that is over goes when its last events are kept. */
  readonly #usage = new Map<string, Usage>();
  #flushing: Promise<void> | undefined;

  constructor(store: UsageStore, now: () => number) {
    this.#store = store;
    this.#now = now;
  }

  async load(): Promise<void> {
    for (const { key_id, day, events } of await this.#store.read(this.#today()))
      this.#usageOf(key_id, day).kept = events;
  }

  /** @returns undefined when they were counted, else the seconds until the quota begins anew; then none were */
  take(keyId: string, events: number, quota: number | null): number | undefined {
    const usage = this.#usageOf(keyId, this.#today());
    if (quota !== null && usage.kept + usage.underWay + usage.pending + events > quota)
      return this.#secondsToMidnight();
    usage.pending += events;
    return undefined;
  }

  /** One at a time: a second call waits for the first and then keeps what came meanwhile. */
  async flush(): Promise<void> {
    await this.#flushing?.catch(() => undefined);
    this.#flushing = this.#flushNow().finally(() => {
      this.#flushing = undefined;
    });
    await this.#flushing;
  }

  async #flushNow(): Promise<void> {
    const today = this.#today();
    const due = [...this.#usage.values()].filter((usage) => usage.pending > 0);
    for (const usage of due) {
      usage.underWay = usage.pending;
      usage.pending = 0;
    }
    try {
      const totals = await this.#store.add(due.map(({ key_id, day, underWay }) => ({ key_id, day, events: underWay })));
      for (const { key_id, day, events } of totals) this.#usageOf(key_id, day).kept = events;
    } catch (failure) {
      for (const usage of due) usage.pending += usage.underWay;
      throw failure;
    } finally {
      for (const usage of due) usage.underWay = 0;
    }
    for (const [name, usage] of this.#usage) if (usage.day !== today && usage.pending === 0) this.#usage.delete(name);
  }

  #usageOf(keyId: string, day: string): Usage {
    const name = `${day} ${keyId}`;
    const known = this.#usage.get(name);
    if (known !== undefined) return known;
    const usage = { key_id: keyId, day, kept: 0, underWay: 0, pending: 0 };
    this.#usage.set(name, usage);
    return usage;
  }

  #today(): string {
    return new Date(this.#now()).toISOString().slice(0, 10);
  }

  #secondsToMidnight(): number {
    return Math.ceil((dayMs - (this.#now() % dayMs)) / 1_000);
  }
}
