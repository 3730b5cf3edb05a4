import type { RefusalFault } from '@activity-hub/contracts/activity/refused-event';
import type { Statements } from '../../postgres/statements.ts';
import { type RepairRunRow, repairRunColumns } from './repair-run-row.ts';

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

/** Undefined: another worker took the run over. */
export async function advanceRun(
  sql: Statements,
  runId: string,
  worker: string,
  progress: RunProgress,
): Promise<RepairRunRow | undefined> {
  const [row] = await sql<RepairRunRow[]>`
    update repair_run set resubmitted = resubmitted + ${progress.resubmitted},
      duplicates = duplicates + ${progress.duplicates}, refused_again = refused_again + ${progress.refused_again},
      skipped = skipped + ${progress.skipped}, heartbeat_at = clock_timestamp(),
      cursor_at = ${progress.cursor_at}::text::timestamptz, cursor_id = ${progress.cursor_id}::text::uuid,
      failures = case when jsonb_array_length(failures) >= ${maxFailures} then failures
        else failures || ${JSON.stringify(progress.failures.slice(0, maxFailures))}::text::jsonb end
    where run_id = ${runId}::text::uuid and worker = ${worker}::text::uuid
    returning ${repairRunColumns(sql)}`;
  return row;
}
