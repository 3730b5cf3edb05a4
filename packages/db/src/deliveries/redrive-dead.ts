import type { Statements } from '../postgres/statements.ts';
import { type DeadSelection, deadCondition } from './dead-condition.ts';

/** Puts a chunk of dead letters back, the oldest first: their schedule of retries begins anew. @returns how many */
export async function redriveDead(sql: Statements, selection: DeadSelection, atMost: number): Promise<number> {
  const rows = await sql`
    with picked as (
      select lane, "offset", generation from delivery where ${deadCondition(sql, selection)}
      order by recorded_at, lane, "offset" limit ${atMost} for update skip locked)
    update delivery set state = 'pending', due_at = clock_timestamp(), lease = null, finished_at = null,
      tried_before = attempts, fingerprint = null
    from picked where delivery.subscription_id = ${selection.subscription_id} and delivery.lane = picked.lane
      and delivery."offset" = picked."offset" and delivery.generation = picked.generation`;
  return rows.count;
}
