import type { Fragment } from 'postgres';
import type { Statements } from '../postgres/statements.ts';

/** The columns of a `Person`, of a table named `person`. */
export function personColumns(sql: Statements): Fragment {
  return sql`person.person_id, person.email, person.name, person.role, person.disabled, person.created_at,
    case
      when exists (select from person_account as account where account.person_id = person.person_id
        and account.provider_id = 'credential' and account.password is not null) then 'password'
      when exists (select from person_account as account where account.person_id = person.person_id
        and account.provider_id = 'ory') then 'ory'
      else 'nothing' end as signs_in_with,
    (select max(session.updated_at) from person_session as session
     where session.person_id = person.person_id) as last_seen_at,
    (select coalesce(json_agg(json_build_object('cohort_id', cohort.cohort_id, 'name', cohort.name) order by cohort.name), '[]')
     from cohort_mentor join cohort on cohort.cohort_id = cohort_mentor.cohort_id
     where cohort_mentor.person_id = person.person_id) as cohorts`;
}
