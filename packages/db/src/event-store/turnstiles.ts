import { setImmediate as nextTurn } from 'node:timers/promises';

/** Named locks, first come first served. */
export class Turnstiles {
  readonly #last = new Map<string, Promise<void>>();

  /** @returns how to leave again. */
  async enter(name: string): Promise<() => void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const before = this.#last.get(name);
    this.#last.set(name, promise);
    await before;
    await nextTurn();
    return () => {
      if (this.#last.get(name) === promise) this.#last.delete(name);
      resolve();
    };
  }
}
