import type { Statements } from '../../postgres/statements.ts';
import { type RepairRunRow, repairRunColumns } from './repair-run-row.ts';

export async function getRun(sql: Statements, runId: string): Promise<RepairRunRow | undefined> {
  const [row] = await sql<RepairRunRow[]>`
    select ${repairRunColumns(sql)} from repair_run where run_id = ${runId}::text::uuid`;
  return row;
}
