import type { Cohort } from '@activity-hub/contracts/access/cohort';
import type { Statements } from '../postgres/statements.ts';
import { cohortColumns } from './cohort-columns.ts';

const maxCohorts = 1_000;

/** Cohorts by name: all, or those of one mentor. */
export async function listCohorts(sql: Statements, mentorId?: string): Promise<readonly Cohort[]> {
  return sql<Cohort[]>`
    select ${cohortColumns(sql)} from cohort
    where true ${
      mentorId === undefined
        ? sql``
        : sql`and exists (select from cohort_mentor as own
            where own.cohort_id = cohort.cohort_id and own.person_id = ${mentorId})`
    }
    order by lower(cohort.name), cohort.cohort_id
    limit ${maxCohorts}`;
}
