import type { CountedUsage } from '@activity-hub/db/schemas/add-schema-usage';

/** The use of one version by one source since the last flush. Ingest counts in place: two numbers, no look-up. */
export interface UsageCounter {
  events: number;
  refused: number;
}

/** Sources and unregistered types are named by the sender: beyond so many, all others count as one. */
const maxCounters = 10_000;
const OTHER = '*';

const hourMs = 3_600_000;

/** Counts in memory, and hands over what came since the last time. */
export class UsageCounters {
  readonly #counters = new Map<
    string,
    { readonly key: readonly [string, string, string]; readonly counter: UsageCounter }
  >();
  readonly #now: () => number;
  /** What could not be kept, by hour. */
  #left: CountedUsage[] = [];

  constructor(now: () => number) {
    this.#now = now;
  }

  /** The counter stays the same for the life of the process, so that whoever holds it may go on counting. */
  counterOf(eventType: string, version: string, source: string): UsageCounter {
    const name = [eventType, version, source].join('\n');
    const known = this.#counters.get(name);
    if (known !== undefined) return known.counter;
    const isFull = this.#counters.size >= maxCounters;
    if (isFull && eventType !== OTHER) return this.counterOf(OTHER, OTHER, OTHER);
    const counter = { events: 0, refused: 0 };
    this.#counters.set(name, { key: [eventType, version, source], counter });
    return counter;
  }

  /**
   * Hands over what was counted; what cannot be kept is handed over again with the next.
   * @throws what `add` failed with
   */
  async flush(add: (counted: readonly CountedUsage[]) => Promise<void>): Promise<void> {
    const hour = new Date(Math.floor(this.#now() / hourMs) * hourMs).toISOString();
    const counted = [...this.#left];
    this.#left = [];
    for (const { key, counter } of this.#counters.values()) {
      if (counter.events === 0 && counter.refused === 0) continue;
      const [event_type, version, source] = key;
      counted.push({ event_type, version, source, hour, events: counter.events, refused: counter.refused });
      counter.events = 0;
      counter.refused = 0;
    }
    try {
      await add(summed(counted));
    } catch (failure) {
      // Bounded: sums, by hour, of a bounded number of counters, and no more hours than a day has.
      this.#left = summed(counted).slice(-maxCounters);
      throw failure;
    }
  }
}

function summed(counted: readonly CountedUsage[]): CountedUsage[] {
  const sums = new Map<string, CountedUsage>();
  for (const each of counted) {
    const name = [each.event_type, each.version, each.source, each.hour].join('\n');
    const known = sums.get(name);
    const sum =
      known === undefined
        ? each
        : { ...each, events: known.events + each.events, refused: known.refused + each.refused };
    sums.set(name, sum);
  }
  return [...sums.values()];
}
