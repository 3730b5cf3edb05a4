import type { Cohort } from '@activity-hub/contracts/access/cohort';
import type { Statements } from '../postgres/statements.ts';
import { cohortColumns } from './cohort-columns.ts';

export async function getCohort(sql: Statements, cohortId: string): Promise<Cohort | undefined> {
  const [row] = await sql<Cohort[]>`
    select ${cohortColumns(sql)} from cohort where cohort.cohort_id = ${cohortId}::text::uuid`;
  return row;
}
