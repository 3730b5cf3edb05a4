import type { Statements } from '../postgres/statements.ts';

/** The mentors of a cohort from now on. @returns how many of the people exist */
export async function setMentors(sql: Statements, cohortId: string, personIds: readonly string[]): Promise<number> {
  await sql`delete from cohort_mentor where cohort_id = ${cohortId}::text::uuid`;
  const rows = await sql`
    insert into cohort_mentor (cohort_id, person_id)
    select ${cohortId}::text::uuid, person_id from person
    where person_id in (select jsonb_array_elements_text(${JSON.stringify(personIds)}::text::jsonb))
    returning person_id`;
  return rows.length;
}
