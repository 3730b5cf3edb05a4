import type { Statements } from '../../postgres/statements.ts';
import { type RedriveRunRow, redriveRunColumns } from './redrive-run-row.ts';

/** Undefined: there is no such run, or it is over. */
export async function steerRun(
  sql: Statements,
  runId: string,
  step: 'pause' | 'resume' | 'cancel',
): Promise<RedriveRunRow | undefined> {
  const state = { pause: 'paused', resume: 'running', cancel: 'cancelled' }[step];
  const [row] = await sql<RedriveRunRow[]>`
    update redrive_run set state = ${state}, next_at = clock_timestamp(),
      finished_at = ${step === 'cancel' ? sql`clock_timestamp()` : null}
    where run_id = ${runId} and state in ('running', 'paused') returning ${redriveRunColumns(sql)}`;
  return row;
}
