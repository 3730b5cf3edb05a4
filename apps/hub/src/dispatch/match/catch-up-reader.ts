import { SUBSCRIPTION_LIMITS } from '@activity-hub/contracts/dispatch/destination';
import { countPending } from '@activity-hub/db/deliveries/count-pending';
import { finishCatchUp } from '@activity-hub/db/deliveries/finish-catch-up';
import type { EventStore } from '@activity-hub/db/event-store/event-store';
import type { Sql } from '@activity-hub/db/postgres/client';
import { parkSubscription } from '@activity-hub/db/subscriptions/park-subscription';
import { type ApartLane, readApart } from '@activity-hub/db/subscriptions/read-apart';
import type { BaseLogger } from 'pino';
import { Backoff, pause } from '../../bus/backoff.ts';
import { matcherRef } from '../matcher-ref.ts';
import { matchForOne } from './match-stretch.ts';
import type { SubscriptionRule } from './subscription-rule.ts';
import type { SubscriptionRules } from './subscription-rules.ts';

const stretchEvents = 1_000;
const restMs = 1_000;

export interface CatchUpOptions {
  readonly sql: Sql;
  readonly eventStore: Pick<EventStore, 'readLane'>;
  readonly rules: SubscriptionRules;
  readonly logger: BaseLogger;
  /** Deliveries of these subscriptions are due. */
  readonly onMatches: (subscriptionIds: readonly string[]) => void;
  /** With so much waiting a subscription is parked. */
  readonly maxPending?: number;
}

/**
 * Reads the log for subscriptions that are behind the matcher: those that begin in the past and those that were parked
 * because too much waits. Stretch by stretch, each with its cursor in one statement; a lane joins the matcher
 * as soon as it is not behind it.
 */
export class CatchUpReader {
  readonly #options: CatchUpOptions;
  readonly #maxPending: number;
  readonly #stop = new AbortController();
  #wake = Promise.withResolvers<void>();
  #running: Promise<void> | undefined;

  constructor(options: CatchUpOptions) {
    this.#options = options;
    this.#maxPending = options.maxPending ?? SUBSCRIPTION_LIMITS.maxPending;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  wake(): void {
    this.#wake.resolve();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    this.wake();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    const backoff = new Backoff(100, 10_000);
    while (!signal.aborted) {
      try {
        const progress = await this.#round();
        backoff.reset();
        if (progress) continue;
        await Promise.race([this.#wake.promise, pause(restMs, signal)]);
        this.#wake = Promise.withResolvers<void>();
      } catch (error) {
        if (backoff.attempts === 0) this.#options.logger.warn({ err: error }, 'Catching up failed; trying again.');
        await backoff.wait(signal);
      }
    }
  }

  /** @returns whether anything was read */
  async #round(): Promise<boolean> {
    const { sql, rules } = this.#options;
    const pending = new Map(await countPending(sql));
    await this.#park(pending);
    const apart = await readApart(sql);
    let progress = false;
    for (const lane of apart) {
      if (this.#stop.signal.aborted) return false;
      const { subscription_id: id } = lane;
      const waiting = pending.get(id) ?? 0;
      // A parked one reads on when half of its room is free, so that it does not park with every batch.
      if (waiting >= this.#maxPending / 2) continue;
      // Asked for again at every lane: one that joined the matcher before was a change, and fences the next.
      const rule = (await rules.current()).rules.get(id);
      if (rule === undefined) continue;
      const read = await this.#readOn(lane, rule);
      pending.set(id, waiting + read.matched);
      progress ||= read.progress;
    }
    return progress;
  }

  async #park(pending: ReadonlyMap<string, number>): Promise<void> {
    const { sql, rules, logger } = this.#options;
    const { rules: known } = await rules.current();
    for (const [id, waiting] of pending) {
      const isJoined = known.get(id)?.after.some(Number.isFinite) === true;
      if (waiting < this.#maxPending || !isJoined) continue;
      await parkSubscription(sql, matcherRef, id);
      rules.outdate();
      logger.info({ subscription_id: id, pending: waiting }, 'dispatch.parked');
    }
  }

  /** One stretch of one lane. An empty one too: it lets the lane join. */
  async #readOn(
    { subscription_id, lane, offset }: ApartLane,
    rule: SubscriptionRule,
  ): Promise<{ readonly progress: boolean; readonly matched: number }> {
    const { sql, eventStore, rules, onMatches } = this.#options;
    const events = await eventStore.readLane(lane, offset, stretchEvents);
    const stretch = matchForOne(events, rule);
    const to = events.at(-1)?.offset ?? offset;
    const { epoch } = rule;
    const outcome = await finishCatchUp(sql, matcherRef, { subscription_id, lane, from: offset, to, epoch, stretch });
    rules.outdate();
    if (stretch.matches.length > 0) onMatches([subscription_id]);
    return { progress: outcome === 'fenced' || events.length > 0, matched: stretch.matches.length };
  }
}
