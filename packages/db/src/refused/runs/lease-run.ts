import type { Statements } from '../../postgres/statements.ts';
import { type RepairRunRow, repairRunColumns } from './repair-run-row.ts';

/** A worker that has not been heard of for so long is gone; its chunks are settled one by one, so nothing doubles. */
const heartbeatLostMs = 15_000;

/** The oldest run nobody works on becomes this worker's. */
export async function leaseRun(sql: Statements, worker: string): Promise<RepairRunRow | undefined> {
  const [row] = await sql<RepairRunRow[]>`
    update repair_run set worker = ${worker}::text::uuid, heartbeat_at = clock_timestamp()
    where run_id = (
      select run_id from repair_run
      where state in ('running', 'cancelling')
        and (worker is null or heartbeat_at < clock_timestamp() - ${heartbeatLostMs} * interval '1 millisecond')
      order by started_at limit 1 for update skip locked)
    returning ${repairRunColumns(sql)}`;
  return row;
}

/** Gives it back, for the next worker to take at once. */
export async function releaseRun(sql: Statements, runId: string, worker: string): Promise<void> {
  await sql`
    update repair_run set worker = null where run_id = ${runId}::text::uuid and worker = ${worker}::text::uuid`;
}
