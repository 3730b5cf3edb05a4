import type { RedriveStart } from '@activity-hub/contracts/dispatch/redrive';
import type { Statements } from '../../postgres/statements.ts';
import { type RedriveRunRow, redriveRunColumns } from './redrive-run-row.ts';

export async function insertRun(
  sql: Statements,
  { subscription_id, selection, rate_per_second, upto }: RedriveStart,
  total: number,
  startedBy: string,
): Promise<RedriveRunRow> {
  const [row] = await sql<RedriveRunRow[]>`
    insert into redrive_run (subscription_id, selection, upto, rate_per_second, total, started_by)
    values (${subscription_id}, ${sql.json(selection as never)}, ${upto}, ${rate_per_second}, ${total}, ${startedBy})
    returning ${redriveRunColumns(sql)}`;
  if (row === undefined) throw new Error('The run was not inserted.');
  return row;
}
