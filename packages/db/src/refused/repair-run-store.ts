import type { RefusalFault } from '@activity-hub/contracts/activity/refused-event';
import type { RepairPlan } from '@activity-hub/contracts/activity/refused-repair';
import type { Statements } from '../postgres/statements.ts';
import { openSelection } from './refused-selection.ts';

export interface RepairRunRow {
  readonly run_id: string;
  readonly state: 'running' | 'cancelling' | 'finished' | 'cancelled';
  readonly plan: RepairPlan;
  readonly started_by: string;
  readonly started_at: string;
  readonly finished_at: string | null;
  readonly total: number;
  readonly resubmitted: number;
  readonly duplicates: number;
  readonly refused_again: number;
  readonly skipped: number;
  readonly failures: readonly (RefusalFault & { readonly refused_id: string })[];
  readonly cursor_at: string;
  readonly cursor_id: string;
}

/** What one chunk added. */
export interface RunProgress {
  readonly resubmitted: number;
  readonly duplicates: number;
  readonly refused_again: number;
  readonly skipped: number;
  readonly failures: readonly (RefusalFault & { readonly refused_id: string })[];
  readonly cursor_at: string;
  readonly cursor_id: string;
}

/** Failures kept with a run. */
const maxFailures = 50;
/** A worker that has not been heard of for so long is gone; its chunks are settled one by one, so nothing doubles. */
const heartbeatLostMs = 15_000;

export function repairRunStore(sql: Statements) {
  const columns = sql`run_id, state, plan, started_by, started_at, finished_at, total, resubmitted, duplicates,
    refused_again, skipped, failures, cursor_at, cursor_id`;
  return {
    async insert(plan: RepairPlan, actor: object, startedBy: string, total: number): Promise<RepairRunRow> {
      const [row] = await sql<RepairRunRow[]>`
        insert into repair_run (plan, actor, started_by, total)
        values (${JSON.stringify(plan)}::text::jsonb, ${JSON.stringify(actor)}::text::jsonb, ${startedBy}, ${total})
        returning ${columns}`;
      if (row === undefined) throw new Error('An insert gave no row.');
      return row;
    },
    async get(runId: string): Promise<RepairRunRow | undefined> {
      const [row] = await sql<RepairRunRow[]>`select ${columns} from repair_run where run_id = ${runId}::text::uuid`;
      return row;
    },
    async list(limit: number): Promise<readonly RepairRunRow[]> {
      return sql<RepairRunRow[]>`select ${columns} from repair_run order by started_at desc limit ${limit}`;
    },
    async cancel(runId: string): Promise<void> {
      await sql`update repair_run set state = 'cancelling' where run_id = ${runId}::text::uuid and state = 'running'`;
    },
    /** The oldest run nobody works on becomes this worker's. */
    async lease(worker: string): Promise<RepairRunRow | undefined> {
      const [row] = await sql<RepairRunRow[]>`
        update repair_run set worker = ${worker}::text::uuid, heartbeat_at = clock_timestamp()
        where run_id = (
          select run_id from repair_run
          where state in ('running', 'cancelling')
            and (worker is null or heartbeat_at < clock_timestamp() - ${heartbeatLostMs} * interval '1 millisecond')
          order by started_at limit 1 for update skip locked)
        returning ${columns}`;
      return row;
    },
    /** The next refused events of a run, oldest first: also those whose repair somebody left unfinished. */
    async chunk(run: RepairRunRow, limit: number): Promise<readonly { refused_id: string; received_at: string }[]> {
      return sql<{ refused_id: string; received_at: string }[]>`
        select refused_id, received_at from refused_event
        where state in ('open', 'resubmitting') ${openSelection(sql, run.plan)}
          and received_at <= ${run.started_at}::text::timestamptz
          and (received_at, refused_id) > (${run.cursor_at}::text::timestamptz, ${run.cursor_id}::text::uuid)
        order by received_at, refused_id limit ${limit}`;
    },
    /** Undefined: another worker took the run over, or it is no more. */
    async advance(runId: string, worker: string, progress: RunProgress): Promise<RepairRunRow | undefined> {
      const [row] = await sql<RepairRunRow[]>`
        update repair_run set resubmitted = resubmitted + ${progress.resubmitted},
          duplicates = duplicates + ${progress.duplicates}, refused_again = refused_again + ${progress.refused_again},
          skipped = skipped + ${progress.skipped}, heartbeat_at = clock_timestamp(),
          cursor_at = ${progress.cursor_at}::text::timestamptz, cursor_id = ${progress.cursor_id}::text::uuid,
          failures = case when jsonb_array_length(failures) >= ${maxFailures} then failures
            else failures || ${JSON.stringify(progress.failures.slice(0, maxFailures))}::text::jsonb end
        where run_id = ${runId}::text::uuid and worker = ${worker}::text::uuid
        returning ${columns}`;
      return row;
    },
    /** Everything has been tried, or it was cancelled. What vanished from the selection meanwhile counts as skipped. */
    async end(runId: string, worker: string): Promise<void> {
      await sql`
        update repair_run set finished_at = clock_timestamp(), worker = null,
          state = case state when 'cancelling' then 'cancelled' else 'finished' end,
          skipped = case state when 'cancelling' then skipped
            else greatest(skipped, total - resubmitted - refused_again) end
        where run_id = ${runId}::text::uuid and worker = ${worker}::text::uuid`;
    },
    /** Gives it back, for the next worker to take at once. */
    async release(runId: string, worker: string): Promise<void> {
      await sql`update repair_run set worker = null where run_id = ${runId}::text::uuid and worker = ${worker}::text::uuid`;
    },
  };
}

export type RepairRunStore = ReturnType<typeof repairRunStore>;
