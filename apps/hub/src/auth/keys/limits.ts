import { HubError } from '@activity-hub/contracts/errors';
import type { KeyRow } from '@activity-hub/db/keys/key-row';
import type { Publisher } from '../../ingest/ingest-request.ts';
import type { DailyUsage } from './daily-usage.ts';
import { demandAlive } from './key-state.ts';
import type { KnownKeys } from './known-keys.ts';
import { type Rate, RateWindows } from './rate-windows.ts';

export interface LimitsOptions {
  readonly keys: KnownKeys;
  readonly usage: DailyUsage;
  readonly now: () => number;
}

const maxKeys = 10_000;
/** A key without a burst of its own may save up so many seconds of its rate. */
const burstSeconds = 10;

/** What each key may use. The rates are those of this process; the quota of a day is that of the hub. */
export class Limits {
  readonly #options: LimitsOptions;
  readonly #events = new RateWindows(maxKeys);
  readonly #requests = new RateWindows(maxKeys);

  constructor(options: LimitsOptions) {
    this.#options = options;
  }

  /**
   * Charges events to the key of a publisher before they are taken. It looks at the key again, so one that was
   * revoked stops on connections that are open already. A person has no limits.
   * @throws HubError rate_limited, quota_exceeded, batch_too_large, key_revoked, key_expired
   */
  async take(publisher: Publisher, events: number): Promise<void> {
    if (publisher.keyId === null) return;
    const { keys, usage, now } = this.#options;
    const key = await keys.find(publisher.keyId);
    if (key === undefined)
      throw new HubError('key_revoked', 'The key is not there any more. Ask an admin for a new one.');
    demandAlive(key, now());
    await this.#takeRate(key, events);
    const { events_per_day: quota } = key.limits;
    const seconds = usage.take(key.key_id, events, quota);
    if (seconds === undefined) return;
    const detail = `The key "${key.name}" may publish ${quota} events a day, and they are used up. It may go on after midnight UTC; an admin can raise the quota.`;
    throw new HubError('quota_exceeded', detail, { retryAfterSeconds: seconds });
  }

  /** @throws HubError rate_limited */
  async takeRequest(key: KeyRow): Promise<void> {
    const { requests_per_second: points } = key.limits;
    if (points === null) return;
    const seconds = await this.#requests.take(key.key_id, { points, seconds: 1 }, 1);
    if (seconds === undefined) return;
    const detail = `The key "${key.name}" may make ${points} requests a second. Send more events in one request, or fewer requests.`;
    throw new HubError('rate_limited', detail, { retryAfterSeconds: seconds });
  }

  async #takeRate(key: KeyRow, events: number): Promise<void> {
    const rate = rateOf(key);
    if (rate === undefined) return;
    if (events > rate.points) {
      const detail = `The key "${key.name}" may publish ${rate.points} events at once. Send smaller batches, or ask an admin to raise its burst.`;
      throw new HubError('batch_too_large', detail);
    }
    const seconds = await this.#events.take(key.key_id, rate, events);
    if (seconds === undefined) return;
    const detail = `The key "${key.name}" may publish ${key.limits.events_per_second} events a second. Try again in ${seconds} s.`;
    throw new HubError('rate_limited', detail, { retryAfterSeconds: seconds });
  }
}

/** The burst at once, and over its window no more than the steady rate. */
function rateOf({ limits }: KeyRow): Rate | undefined {
  const { events_per_second: perSecond, burst } = limits;
  if (perSecond === null) return undefined;
  const points = burst ?? perSecond * burstSeconds;
  return { points, seconds: points / perSecond };
}
