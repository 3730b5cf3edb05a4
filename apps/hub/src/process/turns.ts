import type { BaseLogger } from 'pino';

/** Work on the catalogue, one piece after the other. Of one that fails the log says why, and the next one comes. */
export class Turns {
  readonly #logger: BaseLogger;
  #last: Promise<void> = Promise.resolve();
  #over = false;

  constructor(logger: BaseLogger) {
    this.#logger = logger;
  }

  get over(): boolean {
    return this.#over;
  }

  take(work: () => Promise<void>): Promise<void> {
    this.#last = this.#last.then(async () => {
      if (this.#over) return;
      try {
        await work();
      } catch (error) {
        this.#logger.warn({ err: error }, 'The catalogue of plugins cannot be read or written; trying again.');
      }
    });
    return this.#last;
  }

  /** Resolves when the piece at work is done; those that wait are left. */
  async end(): Promise<void> {
    this.#over = true;
    await this.#last;
  }
}
