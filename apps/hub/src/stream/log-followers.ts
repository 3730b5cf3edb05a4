import { HubError } from '@activity-hub/contracts/errors';
import { createPostgresEventStore } from '@activity-hub/db/event-store/postgres-event-store';
import { connectPostgres } from '@activity-hub/db/postgres/client';
import type { BaseLogger } from 'pino';
import { LaneFeed } from '../bus/lane-feed.ts';
import { LogHeads } from '../bus/log-heads.ts';
import type { FollowedLog } from './follow-log.ts';

const maxFollowers = 500;
const pollMs = 500;

/**
 * The log as all followers of this process share it: heads are looked at once for all, and a stretch of a lane is read
 * once for those who stand at the same place. It costs nothing while nobody follows.
 */
export class LogFollowers {
  readonly #databaseUrl: string;
  readonly #logger: BaseLogger;
  readonly #stop = new AbortController();
  #opened:
    | Promise<{ readonly log: FollowedLog; readonly epoch: string; refresh(): Promise<void>; stop(): Promise<void> }>
    | undefined;
  #followers = 0;

  constructor(databaseUrl: string, logger: BaseLogger) {
    this.#databaseUrl = databaseUrl;
    this.#logger = logger;
  }

  /** Aborted when the hub stops. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  get count(): number {
    return this.#followers;
  }

  /** @param signal the end of the follower's connection. @throws HubError overloaded */
  async enter(signal: AbortSignal): Promise<{ readonly log: FollowedLog; readonly epoch: string }> {
    if (this.#followers >= maxFollowers) {
      const detail = `${this.#followers} streams are open. Try again in a moment.`;
      throw new HubError('overloaded', detail, { retryAfterSeconds: 5 });
    }
    this.#followers += 1;
    // Whatever becomes of the stream, also when nobody ever reads of it, its connection ends.
    if (signal.aborted) this.#leave();
    else signal.addEventListener('abort', () => this.#leave(), { once: true });
    try {
      this.#opened ??= this.#open();
      const opened = await this.#opened;
      // "From now" is what comes after this look.
      await opened.refresh();
      return opened;
    } catch (error) {
      this.#opened = undefined;
      throw error;
    }
  }

  #leave(): void {
    this.#followers -= 1;
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await (await this.#opened?.catch(() => undefined))?.stop();
  }

  async #open() {
    const sql = connectPostgres(this.#databaseUrl, { max: 4, name: 'activity-hub streams' });
    const eventStore = createPostgresEventStore(sql);
    const epoch = await eventStore.epoch();
    const feed = new LaneFeed(eventStore);
    const heads = new LogHeads({
      connect: () => connectPostgres(this.#databaseUrl, { max: 1, name: 'activity-hub streams hints' }),
      pollMs,
      logger: this.#logger,
      eventStore,
    });
    await heads.start();
    const log: FollowedLog = {
      of: (lane) => heads.of(lane),
      anyGrowth: (timeoutMs, signal) => heads.anyGrowth(timeoutMs, signal),
      read: (lane, after, limit) => feed.read(lane, after, limit),
    };
    return {
      log,
      epoch,
      refresh: () => heads.refresh(),
      async stop() {
        await heads.stop();
        await sql.end({ timeout: 1 });
      },
    };
  }
}
