import type { BaseLogger } from 'pino';
import { pause } from '../../bus/backoff.ts';

/** Does something again and again, never twice at once; a failure is told and the next turn comes. */
export class Periodic {
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;

  constructor(name: string, everyMs: number, work: () => Promise<unknown>, logger: BaseLogger) {
    this.#running = this.#run(name, everyMs, work, logger);
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(name: string, everyMs: number, work: () => Promise<unknown>, logger: BaseLogger): Promise<void> {
    let failing = false;
    while (!this.#stop.signal.aborted) {
      try {
        await work();
        failing = false;
      } catch (error) {
        if (!failing) logger.warn({ err: error }, `dispatch.${name}_failed`);
        failing = true;
      }
      await pause(everyMs, this.#stop.signal);
    }
  }
}
