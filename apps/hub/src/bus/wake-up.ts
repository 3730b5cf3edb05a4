import type { BaseLogger } from 'pino';

/** Sent after every commit of the append, coalesced, without content: the log itself says what is new. */
export const WAKE_UP_CHANNEL = 'hub_log';

/** The part of a postgres.js client that listening needs. */
export interface HintSource {
  listen(channel: string, onHint: (payload: string) => void, onListen?: () => void): PromiseLike<unknown>;
  end(options?: { timeout?: number }): Promise<void>;
}

export interface WakeUpOptions {
  /** Opens the connection of its own that listening needs. */
  readonly connect: () => HintSource;
  readonly pollMs: number;
  readonly logger: BaseLogger;
}

/** Polls in a row that found news nobody had announced before the connection is made anew. */
const missedHintsBeforeRelisten = 3;

/**
 * Says "look at the log": on every hint and, because hints get lost with their connection, at least
 * every `pollMs`. So a lost hint delays and never skips. postgres.js listens again after a drop only
 * once; when that attempt fails too (a restarting server) it stays deaf without a word. Therefore
 * deafness is recognised by its effect: polls that find news while no hint arrives.
 */
export class WakeUp {
  readonly #options: WakeUpOptions;
  readonly #onWake: () => void;
  #source: HintSource | undefined;
  #poll: NodeJS.Timeout | undefined;
  /** Whether something announced news since the last poll: a hint, or this process itself. */
  #announced = false;
  #polling = false;
  #missed = 0;
  #stopped = false;

  constructor(options: WakeUpOptions, onWake: () => void) {
    this.#options = options;
    this.#onWake = onWake;
  }

  start(): void {
    this.#poll = setInterval(() => this.#pollNow(), this.#options.pollMs);
    void this.#listen();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#poll);
    await this.#close();
  }

  /** News that no hint will announce: this process appended them itself. */
  announce(): void {
    this.#announced = true;
    this.#onWake();
  }

  /** To be told after each look at the log, whether it had news. */
  looked(foundNews: boolean): void {
    if (!this.#polling) return;
    this.#polling = false;
    if (this.#announced) this.#missed = 0;
    else if (foundNews) this.#missed += 1;
    this.#announced = false;
    if (this.#missed < missedHintsBeforeRelisten || this.#stopped) return;
    this.#missed = 0;
    this.#options.logger.info('New events came without wake-up hints; listening anew. Polling went on meanwhile.');
    void this.#close().then(() => this.#listen());
  }

  #pollNow(): void {
    this.#polling = true;
    this.#onWake();
  }

  async #listen(): Promise<void> {
    if (this.#stopped || this.#source !== undefined) return;
    const source = this.#options.connect();
    this.#source = source;
    try {
      await source.listen(WAKE_UP_CHANNEL, () => {
        this.announce();
      });
    } catch (error) {
      if (!this.#stopped)
        this.#options.logger.warn({ err: error }, 'Cannot listen for wake-up hints; polling instead.');
    }
  }

  async #close(): Promise<void> {
    const source = this.#source;
    this.#source = undefined;
    await source
      ?.end({ timeout: 1 })
      .catch((error: unknown) => this.#options.logger.debug({ err: error }, 'Closing the hint connection failed.'));
  }
}
