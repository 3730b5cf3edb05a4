import type { Statements } from '../postgres/statements.ts';

/** @returns the id, or undefined when the name is taken (case does not tell two names apart) */
export async function insertCohort(sql: Statements, name: string): Promise<string | undefined> {
  const [row] = await sql<{ cohort_id: string }[]>`
    insert into cohort (name) values (${name}) on conflict (lower(name)) do nothing returning cohort_id`;
  return row?.cohort_id;
}
