import type { FinishedAttempt } from '@activity-hub/db/deliveries/finish-attempts';
import type { BaseLogger } from 'pino';
import { Backoff } from '../../bus/backoff.ts';

const maxGroup = 500;

export interface AttemptRecorderOptions {
  readonly finish: (attempts: readonly FinishedAttempt[]) => Promise<number>;
  readonly logger: BaseLogger;
}

interface Waiting {
  readonly attempt: FinishedAttempt;
  readonly done: () => void;
}

/**
 * Writes finished attempts down in groups: what came while one group was written is the next. So the number of
 * statements does not grow with the number of deliveries. While the database cannot be reached it tries again; what
 * is lost with the process comes again when its lease ends.
 */
export class AttemptRecorder {
  readonly #options: AttemptRecorderOptions;
  readonly #stop = new AbortController();
  #waiting: Waiting[] = [];
  #running: Promise<void> | undefined;

  constructor(options: AttemptRecorderOptions) {
    this.#options = options;
  }

  /** Resolves when it is written, or given up at a stop. */
  async record(attempt: FinishedAttempt): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push({ attempt, done: resolve });
    this.#running ??= this.#write().finally(() => {
      this.#running = undefined;
    });
    await promise;
  }

  /** What was recorded before is written first, if it can be. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #write(): Promise<void> {
    const backoff = new Backoff(50, 5_000);
    // Whatever ends in the same turn goes along.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) {
      const group = this.#waiting.slice(0, maxGroup);
      try {
        await this.#options.finish(group.map(({ attempt }) => attempt));
        backoff.reset();
      } catch (error) {
        if (backoff.attempts === 0)
          this.#options.logger.warn({ err: error }, 'Attempts could not be written down yet.');
        if (!this.#stop.signal.aborted) {
          await backoff.wait(this.#stop.signal);
          continue;
        }
      }
      this.#waiting = this.#waiting.slice(group.length);
      for (const { done } of group) done();
    }
  }
}
