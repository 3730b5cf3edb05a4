import type { Sql } from '@activity-hub/db/postgres/client';
import { matcherRef } from '../matcher-ref.ts';

/** What became of all that matched of one subscription, counted from the rows and not from what the hub says of them. */
export interface Reconciled {
  readonly subscription_id: string;
  readonly matched: number;
  readonly delivered: number;
  readonly dead: number;
  readonly discarded: number;
  readonly pending: number;
  /** What the hub counted as discarded. */
  readonly noted: number;
  /** Rows of one event beyond the first, those that were sent once more on purpose left out. */
  readonly doubled: number;
  /** Events of the log it has not looked at. */
  readonly behind: number;
  /** Lanes it reads by itself. */
  readonly apart: number;
}

/** One statement for all subscriptions that exist, in one snapshot. */
export async function reconcile(sql: Sql): Promise<readonly Reconciled[]> {
  return sql<Reconciled[]>`
    select s.subscription_id, l.matched::int, l.behind::int, l.apart::int, coalesce(d.doubled, 0)::int as doubled,
      s.discarded::int as noted,
      (l.pruned_delivered + coalesce(d.delivered, 0))::int as delivered, coalesce(d.dead, 0)::int as dead,
      (l.pruned_discarded + coalesce(d.discarded, 0))::int as discarded, coalesce(d.pending, 0)::int as pending
    from subscription s
    join lateral (
      select sum(sl.matched) as matched, count(*) filter (where not joined) as apart,
        sum(pruned_delivered) as pruned_delivered, sum(pruned_discarded) as pruned_discarded,
        sum(greatest(0, lane.head - case when joined then greatest(sl."offset", c."offset") else sl."offset" end)) as behind
      from subscription_lane sl join lane using (lane)
      join checkpoint c on c.processor = ${matcherRef.processor} and c.version = ${matcherRef.version} and c.lane = sl.lane
      where sl.subscription_id = s.subscription_id) l on true
    left join (
      select subscription_id, count(*) filter (where state = 'delivered') as delivered,
        count(*) filter (where state = 'dead') as dead, count(*) filter (where state = 'discarded') as discarded,
        count(*) filter (where state = 'pending') as pending,
        count(*) filter (where generation = 0) - count(distinct event_id) as doubled
      from delivery group by subscription_id) d using (subscription_id)
    where s.removed_at is null`;
}

/** Whether the equation of the contract holds: matched = delivered + dead + discarded + pending, nothing twice. */
export function addsUp({ matched, delivered, dead, discarded, pending, doubled, noted }: Reconciled): boolean {
  return matched === delivered + dead + discarded + pending && doubled === 0 && noted === discarded;
}

/** Nothing is left to be matched or sent. */
export function isSettled({ behind, apart, pending }: Reconciled): boolean {
  return behind === 0 && apart === 0 && pending === 0;
}
