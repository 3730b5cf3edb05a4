export interface Stoppable {
  readonly name: string;
  stop(): Promise<void>;
  /** At once and without waiting: for a second Ctrl-C. */
  kill?(): void;
}

/** Thrown into whatever is still starting when the stop has begun. */
export class StopRequested extends Error {
  constructor() {
    super('stopping');
    this.name = 'StopRequested';
  }
}

/**
 * What runs, in the order in which it was started, to be stopped in the reverse order. Something that
 * finishes starting after the stop began is stopped at once: nothing escapes in between.
 */
export class RunningStack {
  readonly #running: Stoppable[] = [];
  #stopping: Promise<void> | undefined;

  get stopping(): boolean {
    return this.#stopping !== undefined;
  }

  async add(stoppable: Stoppable): Promise<void> {
    if (this.#stopping === undefined) {
      this.#running.push(stoppable);
      return;
    }
    await stoppable.stop();
    throw new StopRequested();
  }

  stopAll(onFailure: (name: string, error: unknown) => void): Promise<void> {
    this.#stopping ??= this.#unwind(onFailure);
    return this.#stopping;
  }

  killAll(): void {
    for (const stoppable of this.#running) stoppable.kill?.();
  }

  async #unwind(onFailure: (name: string, error: unknown) => void): Promise<void> {
    for (const stoppable of this.#running.toReversed()) {
      try {
        await stoppable.stop();
      } catch (error) {
        onFailure(stoppable.name, error);
      }
    }
  }
}
