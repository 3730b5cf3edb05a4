import { attemptFailure } from '@activity-hub/contracts/dispatch/failure-code';
import type {
  SubscriptionPage,
  SubscriptionSearch,
  SubscriptionView,
} from '@activity-hub/contracts/dispatch/subscription';
import { HubError } from '@activity-hub/contracts/errors';
import { pageOf, readCursor } from '@activity-hub/db/queries/keyset';
import { getSubscription } from '@activity-hub/db/subscriptions/get-subscription';
import { keysetOfSubscription, listSubscriptions } from '@activity-hub/db/subscriptions/list-subscriptions';
import { readCounts } from '@activity-hub/db/subscriptions/read-counts';
import { type HealthHour, type LastAttempts, readHealth } from '@activity-hub/db/subscriptions/read-health';
import { readSecrets } from '@activity-hub/db/subscriptions/read-secrets';
import type { SubscriptionRow } from '@activity-hub/db/subscriptions/subscription-row';
import { matcherRef } from '../matcher-ref.ts';
import type { DispatchSources } from './dispatch-sources.ts';
import { subscriptionView } from './subscription-view.ts';

type Reading = Pick<DispatchSources, 'sql' | 'now'>;

export function unknownSubscription(): HubError {
  return new HubError('not_found', 'There is no such subscription.', { pointer: '/subscription_id' });
}

/** @throws HubError not_found */
export async function existingSubscription(
  { sql }: Pick<DispatchSources, 'sql'>,
  id: string,
): Promise<SubscriptionRow> {
  const row = await getSubscription(sql, id);
  if (row === undefined) throw unknownSubscription();
  return row;
}

async function viewsOf({ sql, now }: Reading, rows: readonly SubscriptionRow[]): Promise<readonly SubscriptionView[]> {
  const ids = rows.map(({ subscription_id }) => subscription_id);
  const [figures, secrets] = await Promise.all([readCounts(sql, matcherRef, ids), readSecrets(sql, ids)]);
  const figuresOf = new Map(figures.map((found) => [found.subscription_id, found]));
  const secretsOf = Map.groupBy(secrets, ({ subscription_id }) => subscription_id);
  return rows.map((row) =>
    subscriptionView(row, figuresOf.get(row.subscription_id), secretsOf.get(row.subscription_id) ?? [], now()),
  );
}

/** @throws HubError not_found */
export async function readSubscriptionView(sources: Reading, id: string): Promise<SubscriptionView> {
  const [view] = await viewsOf(sources, [await existingSubscription(sources, id)]);
  if (view === undefined) throw unknownSubscription();
  return view;
}

/** @throws HubError invalid_cursor */
export async function readSubscriptionPage(
  sources: Reading,
  { cursor, limit, ...wanted }: SubscriptionSearch,
): Promise<SubscriptionPage> {
  const found = await listSubscriptions(sources.sql, { ...wanted, after: readCursor(cursor), limit });
  const { rows, next } = pageOf(found, limit, keysetOfSubscription);
  const views = await viewsOf(sources, rows);
  const { hours, last } = await readHealth(
    sources.sql,
    views.map(({ subscription_id }) => subscription_id),
  );
  const hoursOf = Map.groupBy(hours, ({ subscription_id }) => subscription_id);
  const lastOf = new Map(last.map((found) => [found.subscription_id, found]));
  return {
    items: views.map((view) => ({
      ...view,
      health: healthOf(hoursOf.get(view.subscription_id) ?? [], lastOf.get(view.subscription_id)),
    })),
    next_cursor: next,
  };
}

function healthOf(hours: readonly HealthHour[], last: LastAttempts | undefined) {
  const delivered = hours.reduce((sum, hour) => sum + hour.delivered, 0);
  const failed = hours.reduce((sum, hour) => sum + hour.failed, 0);
  return {
    delivered_24h: delivered,
    failed_attempts_24h: failed,
    success_rate_24h: delivered + failed === 0 ? null : delivered / (delivered + failed),
    p95_ms: last?.p95_ms ?? null,
    last_failure_at: last?.last_failure_at ?? null,
    last_failure: last?.last_failure?.reason ?? null,
    last_failure_code: attemptFailure(last?.last_failure ?? undefined),
    last_failure_status: last?.last_failure?.status ?? null,
    hours: hours.map(({ hour, delivered: done, failed: missed }) => ({ hour, delivered: done, failed: missed })),
  };
}
