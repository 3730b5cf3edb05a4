import type { Statements } from '../../postgres/statements.ts';

/** Whoever works on it stops before the next chunk. */
export async function cancelRun(sql: Statements, runId: string): Promise<void> {
  await sql`update repair_run set state = 'cancelling' where run_id = ${runId}::text::uuid and state = 'running'`;
}
