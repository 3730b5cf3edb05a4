import type { FinishedAttempt } from '@activity-hub/db/deliveries/finish-attempts';
import type { BaseLogger } from 'pino';
import { Backoff } from '../../bus/backoff.ts';
import { Grouped } from '../../bus/grouped.ts';

const maxGroup = 500;
const maxRestMs = 50;

export interface AttemptRecorderOptions {
  readonly finish: (attempts: readonly FinishedAttempt[]) => Promise<number>;
  readonly logger: BaseLogger;
}

/**
 * Writes finished attempts down in groups. After each it rests twice as long as that took: where little is sent an attempt
 * is written at once, and the more the database is asked to do, the fewer and larger the statements become. While the
 * database cannot be reached it tries again; what is lost with the process is sent once more, with the same id.
 */
export class AttemptRecorder {
  readonly #options: AttemptRecorderOptions;
  readonly #stop = new AbortController();
  readonly #records: Grouped<FinishedAttempt, undefined>;

  constructor(options: AttemptRecorderOptions) {
    this.#options = options;
    this.#records = new Grouped({
      run: (attempts) => this.#write(attempts),
      restMs: (tookMs) => (this.#stop.signal.aborted ? 0 : Math.min(maxRestMs, 2 * tookMs)),
    });
  }

  /** Resolves when it is written, or given up at a stop. */
  async record(attempt: FinishedAttempt): Promise<void> {
    await this.#records.call(attempt);
  }

  /** What was recorded before is written first, if it can be. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#records.idle();
  }

  async #write(attempts: readonly FinishedAttempt[]): Promise<readonly undefined[]> {
    const backoff = new Backoff(50, 5_000);
    for (let from = 0; from < attempts.length; ) {
      try {
        await this.#options.finish(attempts.slice(from, from + maxGroup));
        backoff.reset();
        from += maxGroup;
      } catch (error) {
        if (backoff.attempts === 0)
          this.#options.logger.warn({ err: error }, 'Attempts could not be written down yet.');
        if (this.#stop.signal.aborted) from += maxGroup;
        else await backoff.wait(this.#stop.signal);
      }
    }
    return attempts.map(() => undefined);
  }
}
