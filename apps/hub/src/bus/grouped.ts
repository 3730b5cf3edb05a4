import { isStoreAway } from '@activity-hub/db/postgres/is-store-away';

export interface GroupedOptions<Item, Result> {
  /** One result for each item, in their order. */
  readonly run: (items: readonly Item[]) => Promise<readonly Result[]>;
  /** It goes alone and waits for nobody: there is nothing to save, and others would wait for it. */
  readonly isHeavy?: (item: Item) => boolean;
  /** A group holds no more than so many, by what each counts for: those that come later make the next one. */
  readonly most?: { readonly sum: number; readonly of: (item: Item) => number };
  /** How long to wait after a group that took so long, so that the next one is larger. */
  readonly restMs?: (tookMs: number) => number;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Calls that come in the same turn, or while those before them are under way, become one: so the number of statements
 * does not grow with that of the callers. A group that fails is tried once more call by call, so that each is told what is
 * wrong with it alone; not where the store is away, which is the same for all, and may take long to be found out.
 */
export class Grouped<Item, Result> {
  readonly #options: GroupedOptions<Item, Result>;
  #waiting: Waiting<Item, Result>[] = [];
  #working: Promise<void> | undefined;

  constructor(options: GroupedOptions<Item, Result>) {
    this.#options = options;
  }

  async call(item: Item): Promise<Result> {
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    const waiting = { item, resolve, reject };
    if (this.#options.isHeavy?.(item) === true) await this.#runGroup([waiting]);
    else {
      this.#waiting.push(waiting);
      this.#working ??= this.#work();
    }
    return await promise;
  }

  /** Resolves when nothing waits any longer. */
  async idle(): Promise<void> {
    await this.#working;
  }

  async #work(): Promise<void> {
    // Whatever else is asked in this turn goes along.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) {
      const begun = performance.now();
      await this.#runGroup(this.#waiting.splice(0, this.#groupLength()));
      const restMs = this.#options.restMs?.(performance.now() - begun) ?? 0;
      if (restMs > 0) await new Promise((resolve) => setTimeout(resolve, restMs));
    }
    // In the turn of the look above: whoever comes later finds nobody at work.
    this.#working = undefined;
  }

  /** Of those who wait, one at least. */
  #groupLength(): number {
    const { sum = Number.POSITIVE_INFINITY, of = () => 0 } = this.#options.most ?? {};
    let left = sum;
    const beyond = this.#waiting.findIndex(({ item }) => {
      left -= of(item);
      return left < 0;
    });
    return beyond === -1 ? this.#waiting.length : Math.max(1, beyond);
  }

  async #runGroup(group: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.#options.run(group.map(({ item }) => item));
      for (const [n, { resolve }] of group.entries()) resolve(results[n] as Result);
    } catch (error) {
      if (group.length > 1 && !isStoreAway(error)) for (const one of group) await this.#runGroup([one]);
      else for (const { reject } of group) reject(error);
    }
  }
}
