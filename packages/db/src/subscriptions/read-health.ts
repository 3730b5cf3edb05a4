import type { Attempt } from '@activity-hub/contracts/dispatch/delivery';
import type { Statements } from '../postgres/statements.ts';

export interface HealthHour {
  readonly subscription_id: string;
  readonly hour: string;
  readonly delivered: number;
  readonly failed: number;
}

export interface LastAttempts {
  readonly subscription_id: string;
  readonly p95_ms: number | null;
  readonly last_failure_at: string | null;
  readonly last_failure: Pick<Attempt, 'reason' | 'status' | 'error_code'> | null;
}

const recentAttempts = 200;

/** The hours of the last day, and how the last 200 attempts went. */
export async function readHealth(
  sql: Statements,
  subscriptionIds: readonly string[],
): Promise<{ readonly hours: readonly HealthHour[]; readonly last: readonly LastAttempts[] }> {
  const ids = sql.array([...subscriptionIds]);
  const hours = await sql<HealthHour[]>`
    select subscription_id, hour, delivered, failed from delivery_hour
    where subscription_id = any (${ids}::uuid[]) and hour > clock_timestamp() - interval '24 hours' order by hour`;
  const last = await sql<LastAttempts[]>`
    select wanted.subscription_id,
      percentile_cont(0.95) within group (order by recent.duration_ms) filter (where recent.outcome = 'delivered') as p95_ms,
      max(recent.at) filter (where recent.outcome <> 'delivered') as last_failure_at,
      (array_agg(jsonb_build_object('reason', recent.reason, 'status', recent.status, 'error_code', recent.error_code)
        order by recent.at desc) filter (where recent.outcome <> 'delivered'))[1] as last_failure
    from unnest(${ids}::uuid[]) as wanted (subscription_id)
    cross join lateral (
      select at, duration_ms, outcome, reason, status, error_code from delivery_attempt
      where delivery_attempt.subscription_id = wanted.subscription_id order by at desc limit ${recentAttempts}) as recent
    group by wanted.subscription_id`;
  return { hours, last };
}
