import type { RepairPlan } from '@activity-hub/contracts/activity/refused-repair';
import type { Statements } from '../../postgres/statements.ts';
import { type RepairRunRow, repairRunColumns } from './repair-run-row.ts';

export interface NewRepairRun {
  readonly plan: RepairPlan;
  readonly actor: object;
  /** Name of the actor. */
  readonly started_by: string;
  readonly total: number;
}

export async function insertRun(sql: Statements, run: NewRepairRun): Promise<RepairRunRow> {
  const [row] = await sql<RepairRunRow[]>`
    insert into repair_run (plan, actor, started_by, total)
    values (${JSON.stringify(run.plan)}::text::jsonb, ${JSON.stringify(run.actor)}::text::jsonb, ${run.started_by},
      ${run.total})
    returning ${repairRunColumns(sql)}`;
  if (row === undefined) throw new Error('An insert gave no row.');
  return row;
}
