import type { Fragment } from 'postgres';
import type { Statements } from '../postgres/statements.ts';

/** The columns of a `Participant`, of a table named `participant`; the cohorts are those that `mentorId` has, or all. */
export function participantColumns(sql: Statements, mentorId: string | undefined): Fragment {
  return sql`participant.user_id, participant.display_name, participant.email, participant.time_zone, participant.locale,
    participant.external_ids,
    (select coalesce(json_agg(json_build_object('cohort_id', cohort.cohort_id, 'name', cohort.name) order by cohort.name), '[]')
     from cohort_member join cohort on cohort.cohort_id = cohort_member.cohort_id
     where cohort_member.user_id = participant.user_id ${
       mentorId === undefined
         ? sql``
         : sql`and exists (select from cohort_mentor
             where cohort_mentor.cohort_id = cohort.cohort_id and cohort_mentor.person_id = ${mentorId})`
     }) as cohorts`;
}
