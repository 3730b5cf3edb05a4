import type { PluginLife } from './plugin-life.ts';

export interface SinkProcessesOptions {
  /** How many run at once; who comes then waits until one has nothing to do. */
  readonly most: number;
  /** How long one that has nothing to do is kept. */
  readonly idleMs: number;
}

/** Whose process it is. */
export type SinkOwner = object;

interface Held {
  /** Of the code it runs. */
  readonly fingerprint: string;
  readonly life: PluginLife;
  isBusy: boolean;
  idle: NodeJS.Timeout | undefined;
}

/** The processes of installed sinks: one for each subscription that delivers, so that none sees the secrets of another. */
export class SinkProcesses {
  readonly #options: SinkProcessesOptions;
  readonly #held = new Map<SinkOwner, Held>();
  /** Those that run, start or come to their end. */
  #places = 0;
  readonly #waiting: (() => void)[] = [];
  /** What each owner is at: whoever gave up waiting for it must not start a second process beside it. */
  readonly #turns = new WeakMap<SinkOwner, Promise<unknown>>();

  constructor(options: SinkProcessesOptions) {
    this.#options = options;
  }

  /**
   * Does something with a process of this code, one after the other for each owner. One that fails is not used again: the
   * next call starts another.
   */
  async use<Result>(
    owner: SinkOwner,
    fingerprint: string,
    open: () => Promise<PluginLife>,
    work: (life: PluginLife) => Promise<Result>,
  ): Promise<Result> {
    const before = this.#turns.get(owner) ?? Promise.resolve();
    const turn = before.then(() => this.#use(owner, fingerprint, open, work));
    this.#turns.set(
      owner,
      turn.catch(() => undefined),
    );
    return await turn;
  }

  async end(owner: SinkOwner): Promise<void> {
    const held = this.#held.get(owner);
    if (held === undefined) return;
    this.#held.delete(owner);
    clearTimeout(held.idle);
    await held.life.process.stop();
    this.#leave();
  }

  async #use<Result>(
    owner: SinkOwner,
    fingerprint: string,
    open: () => Promise<PluginLife>,
    work: (life: PluginLife) => Promise<Result>,
  ): Promise<Result> {
    const held = await this.#taken(owner, fingerprint, open);
    let isFine = false;
    try {
      const result = await work(held.life);
      isFine = true;
      return result;
    } finally {
      held.isBusy = false;
      if (!isFine || this.#waiting.length > 0) await this.end(owner);
      else held.idle = setTimeout(() => void this.end(owner), this.#options.idleMs).unref();
    }
  }

  async #taken(owner: SinkOwner, fingerprint: string, open: () => Promise<PluginLife>): Promise<Held> {
    const before = this.#held.get(owner);
    if (before !== undefined && before.fingerprint === fingerprint && !before.life.process.ended) {
      clearTimeout(before.idle);
      before.isBusy = true;
      return before;
    }
    await this.end(owner);
    await this.#enter();
    try {
      const held: Held = { fingerprint, life: await open(), isBusy: true, idle: undefined };
      this.#held.set(owner, held);
      return held;
    } catch (error) {
      this.#leave();
      throw error;
    }
  }

  async #enter(): Promise<void> {
    if (this.#places < this.#options.most) {
      this.#places += 1;
      return;
    }
    const left = new Promise<void>((enter) => this.#waiting.push(enter));
    const [idle] = [...this.#held].find(([, { isBusy }]) => !isBusy) ?? [];
    if (idle !== undefined) void this.end(idle);
    await left;
  }

  /** A place goes to who waits longest. */
  #leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#places -= 1;
    else next();
  }
}
