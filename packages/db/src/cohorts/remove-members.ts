import type { Statements } from '../postgres/statements.ts';

/** @returns how many were members */
export async function removeMembers(sql: Statements, cohortId: string, userIds: readonly string[]): Promise<number> {
  const rows = await sql`
    delete from cohort_member
    where cohort_id = ${cohortId}::text::uuid and user_id = any(string_to_array(${userIds.join(',')}, ',')::uuid[])
    returning user_id`;
  return rows.length;
}
