import type { Statements } from '../postgres/statements.ts';

/** Admins who can sign in, without one of them. */
export async function countOtherAdmins(sql: Statements, personId: string): Promise<number> {
  const [row] = await sql<{ admins: number }[]>`
    select count(*) as admins from person where role = 'admin' and not disabled and person_id <> ${personId}`;
  return row?.admins ?? 0;
}
