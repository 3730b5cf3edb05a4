import type { EventStore } from '@activity-hub/db/event-store/event-store';
import type { Sql } from '@activity-hub/db/postgres/client';
import { noteWarning } from '@activity-hub/db/subscriptions/note-warning';
import { readFailing } from '@activity-hub/db/subscriptions/read-failing';
import type { SubscriptionRow } from '@activity-hub/db/subscriptions/subscription-row';
import type { BaseLogger } from 'pino';
import { disable } from '../deliver/settle-tried.ts';
import { failingReason } from '../disabled-reason.ts';
import { dispatchEvent } from '../dispatch-event.ts';

/** Longer than the schedule of retries: what failed first has run out of tries before nothing is sent any longer. */
export const disableAfterMs = 5 * 24 * 3_600_000;
const warnings = [90, 70, 50] as const;

export interface FailingWatchOptions {
  readonly sql: Sql;
  readonly eventStore: Pick<EventStore, 'append'>;
  readonly logger: BaseLogger;
  readonly now: () => number;
  readonly disableAfterMs: number;
}

/**
 * Warns of subscriptions of which nothing succeeds, at 50, 70 and 90 % of the time they have, and disables them at the
 * end of it. The warnings are events of the log and lines of the log file: another way than the one that fails.
 */
export async function watchFailing(options: FailingWatchOptions): Promise<void> {
  for (const row of await readFailing(options.sql)) await judge(options, row);
}

async function judge(options: FailingWatchOptions, row: SubscriptionRow): Promise<void> {
  const { sql, eventStore, logger, now } = options;
  const since = Date.parse(row.failing_since ?? '');
  const percent = ((now() - since) / options.disableAfterMs) * 100;
  const { subscription_id, name } = row;
  if (percent >= 100) {
    return await disable(options, { subscription_id, name }, failingReason(row.failing_since), row.failing_since);
  }
  const warning = warnings.find((threshold) => percent >= threshold && row.warned_percent < threshold);
  if (warning === undefined) return;
  const disablesAt = new Date(since + options.disableAfterMs).toISOString();
  logger.warn({ subscription_id, percent: warning, disables_at: disablesAt }, 'dispatch.failing');
  await eventStore.append([
    dispatchEvent({
      kind: 'subscription.failing',
      subscription: { subscription_id, name },
      subject: `${row.failing_since ?? ''}|${warning}`,
      at: now(),
      reason: `No attempt succeeded since ${row.failing_since ?? ''}; it is disabled at ${disablesAt}.`,
      details: { percent: warning, failing_since: row.failing_since, disables_at: disablesAt },
    }),
  ]);
  await noteWarning(sql, subscription_id, warning);
}
