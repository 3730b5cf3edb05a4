import type { Statements } from '../../postgres/statements.ts';
import { type RepairRunRow, repairRunColumns } from './repair-run-row.ts';

/** The latest first. */
export async function listRuns(sql: Statements, limit: number): Promise<readonly RepairRunRow[]> {
  return sql<RepairRunRow[]>`select ${repairRunColumns(sql)} from repair_run order by started_at desc limit ${limit}`;
}
