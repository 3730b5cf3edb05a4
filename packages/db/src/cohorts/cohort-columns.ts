import type { Fragment } from 'postgres';
import type { Statements } from '../postgres/statements.ts';

/** The columns of a `Cohort`, of a table named `cohort`. */
export function cohortColumns(sql: Statements): Fragment {
  return sql`cohort.cohort_id, cohort.name, cohort.created_at,
    (select count(*) from cohort_member where cohort_member.cohort_id = cohort.cohort_id) as members,
    (select coalesce(json_agg(json_build_object('person_id', person.person_id, 'name', person.name) order by person.name), '[]')
     from cohort_mentor join person on person.person_id = cohort_mentor.person_id
     where cohort_mentor.cohort_id = cohort.cohort_id) as mentors`;
}
