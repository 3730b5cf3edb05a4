import type { Statements } from '../../postgres/statements.ts';
import type { RedriveRunRow } from './redrive-run-row.ts';

export interface RunStep {
  readonly redriven: number;
  readonly cursor: RedriveRunRow['cursor'];
  readonly finished: boolean;
}

/** In the transaction that took the run. What the estimate counted and was settled by somebody else is skipped. */
export async function advanceRun(transaction: Statements, runId: string, step: RunStep): Promise<void> {
  await transaction`
    update redrive_run set redriven = redriven + ${step.redriven}, cursor = ${transaction.json(step.cursor as never)},
      next_at = clock_timestamp() + interval '1 second',
      state = ${step.finished ? 'finished' : transaction`state`},
      finished_at = ${step.finished ? transaction`clock_timestamp()` : null},
      skipped = ${step.finished ? transaction`greatest(0, total - redriven - ${step.redriven}::int)` : transaction`skipped`}
    where run_id = ${runId}`;
}
