import type { Logger } from 'pino';

/** Where the trigger of the table of keys says which key has changed. */
export const KEY_CHANNEL = 'hub_keys';

/** The part of a postgres.js client that listening needs. */
export interface AnnouncementSource {
  listen(channel: string, onHeard: (payload: string) => void): PromiseLike<unknown>;
  notify(channel: string, payload: string): PromiseLike<unknown>;
  end(options?: { timeout?: number }): Promise<void>;
}

export interface AnnouncementOptions {
  /** Opens the connection of its own that listening needs. */
  readonly connect: () => AnnouncementSource;
  readonly onChange: (keyId: string) => void;
  /** Changes may have gone unheard. */
  readonly onGap: () => void;
  readonly logger: Pick<Logger, 'warn'>;
  readonly checkMs?: number;
}

const defaultCheckMs = 5_000;
/** No key has an empty id. */
const ping = '';

/**
 * Hears of every change of a key. postgres.js listens again after a drop only once, and stays deaf without a
 * word when that fails; so a ping goes out every few seconds, and whoever does not hear it listens anew.
 */
export class KeyAnnouncements {
  readonly #options: AnnouncementOptions;
  #source: AnnouncementSource | undefined;
  #heard = false;
  #checking: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(options: AnnouncementOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    this.#checking = setInterval(() => void this.#check(), this.#options.checkMs ?? defaultCheckMs);
    await this.#listen();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#checking);
    await this.#close();
  }

  async #check(): Promise<void> {
    if (!this.#heard) {
      await this.#close();
      await this.#listen();
    }
    this.#heard = false;
    await Promise.resolve(this.#source?.notify(KEY_CHANNEL, ping)).catch(() => undefined);
  }

  async #listen(): Promise<void> {
    if (this.#stopped || this.#source !== undefined) return;
    const source = this.#options.connect();
    this.#source = source;
    try {
      await source.listen(KEY_CHANNEL, (payload) => {
        this.#heard = true;
        if (payload !== ping) this.#options.onChange(payload);
      });
      this.#heard = true;
    } catch (error) {
      if (!this.#stopped)
        this.#options.logger.warn({ err: error }, 'Cannot hear of changed keys; they count after five seconds.');
    }
    this.#options.onGap();
  }

  async #close(): Promise<void> {
    const source = this.#source;
    this.#source = undefined;
    await source?.end({ timeout: 1 }).catch(() => undefined);
  }
}
