import type { ClaimedDelivery } from '@activity-hub/db/deliveries/with-events';
import type { EventStore, EventToAppend } from '@activity-hub/db/event-store/event-store';
import type { Sql } from '@activity-hub/db/postgres/client';
import type { BaseLogger } from 'pino';
import { Backoff } from '../../bus/backoff.ts';
import { disableSubscription } from '../disable-subscription.ts';
import { dispatchEvent } from '../dispatch-event.ts';
import { isAboutDispatch } from '../match/is-about-dispatch.ts';
import type { AttemptRecorder } from './attempt-recorder.ts';
import { finishedAttempt, type Judging } from './finished-attempt.ts';
import type { Tried } from './transport.ts';

export interface SettlingOptions {
  readonly sql: Sql;
  readonly eventStore: Pick<EventStore, 'append'>;
  readonly recorder: Pick<AttemptRecorder, 'record'>;
  readonly judging: () => Judging;
  /** Who sends for the subscriptions. */
  readonly owner: string;
  readonly observer: DeliveryObserver;
  readonly logger: BaseLogger;
}

/** What deliveries report, for metrics. */
export interface DeliveryObserver {
  attempted(outcome: string, seconds: number): void;
  /** From the commit of the event to its first attempt. */
  firstAttempt(seconds: number): void;
  circuitOpened(): void;
}

const tellingAttempts = 8;
const neverAborted = new AbortController().signal;

interface Subscription {
  readonly subscription_id: string;
  readonly name: string;
}

/**
 * Writes down what a try came to. That a delivery ran out of tries is told first: the id of that event follows from the
 * delivery, so after a crash in between it is told again and is the same. Of events about dispatch nothing is
 * told, or two failing subscriptions would keep each other busy for ever.
 */
export async function settleTried(
  options: SettlingOptions,
  subscription: Subscription,
  { row, event }: ClaimedDelivery,
  tried: Tried,
): Promise<void> {
  const { recorder, judging, observer, owner } = options;
  const attempt = finishedAttempt(row, owner, tried, judging());
  observer.attempted(attempt.outcome, tried.durationMs / 1000);
  if (row.attempts === 0) observer.firstAttempt((tried.startedAt - Date.parse(row.recorded_at)) / 1000);
  if ((attempt.outcome === 'exhausted' || attempt.outcome === 'rejected') && !isAboutDispatch(row.event_type)) {
    await told(options, [
      dispatchEvent({
        kind: 'delivery.exhausted',
        subscription,
        subject: `${row.event_id}|${row.generation}|${row.attempts}`,
        at: Date.now(),
        reason: attempt.reason,
        details: { failed_event_id: row.event_id, failed_event_type: row.event_type, attempts: row.attempts + 1 },
        ...(event === undefined ? {} : { causationId: event.event_id }),
      }),
    ]);
  }
  await recorder.record(attempt);
  if (attempt.outcome === 'disabled') await disable(options, subscription, attempt.reason ?? 'It wants no more.');
}

/** Tries for a while, as the recording does. A dead letter that could not be told of is one all the same. */
async function told({ eventStore, logger }: SettlingOptions, events: readonly EventToAppend[]): Promise<void> {
  const backoff = new Backoff(100, 5_000);
  for (;;) {
    try {
      await eventStore.append(events);
      return;
    } catch (error) {
      if (backoff.attempts === 0) logger.warn({ err: error }, 'dispatch.not_told_yet');
      if (backoff.attempts >= tellingAttempts) return logger.error({ err: error }, 'dispatch.not_told');
      await backoff.wait(neverAborted);
    }
  }
}

/** The hub takes a subscription out of service; a person may resume it. */
export async function disable(
  { sql, eventStore, logger }: Pick<SettlingOptions, 'sql' | 'eventStore' | 'logger'>,
  subscription: Subscription,
  reason: string,
  failingSince: string | null = null,
): Promise<void> {
  const row = await disableSubscription(sql, subscription.subscription_id, reason);
  if (row === undefined) return;
  logger.warn({ subscription_id: subscription.subscription_id, reason }, 'dispatch.disabled');
  await eventStore.append([
    dispatchEvent({
      kind: 'subscription.disabled',
      subscription,
      subject: row.updated_at,
      at: Date.now(),
      reason,
      details: { failing_since: failingSince },
    }),
  ]);
}
