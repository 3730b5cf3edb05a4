import type { Statements } from '../../postgres/statements.ts';

/** Everything has been tried, or it was cancelled. What vanished from the selection meanwhile counts as skipped. */
export async function endRun(sql: Statements, runId: string, worker: string): Promise<void> {
  await sql`
    update repair_run set finished_at = clock_timestamp(), worker = null,
      state = case state when 'cancelling' then 'cancelled' else 'finished' end,
      skipped = case state when 'cancelling' then skipped
        else greatest(skipped, total - resubmitted - refused_again) end
    where run_id = ${runId}::text::uuid and worker = ${worker}::text::uuid`;
}
