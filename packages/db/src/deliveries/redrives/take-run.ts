import type { Statements } from '../../postgres/statements.ts';
import { type RedriveRunRow, redriveRunColumns } from './redrive-run-row.ts';

/** A run whose next chunk is due; nobody else takes it while the transaction lasts. */
export async function takeRun(transaction: Statements): Promise<RedriveRunRow | undefined> {
  const [row] = await transaction<RedriveRunRow[]>`
    select ${redriveRunColumns(transaction)} from redrive_run
    where state = 'running' and next_at <= clock_timestamp() order by next_at limit 1 for update skip locked`;
  return row;
}
