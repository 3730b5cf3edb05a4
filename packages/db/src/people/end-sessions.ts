import type { Statements } from '../postgres/statements.ts';

/** Signs a person out everywhere. */
export async function endSessions(sql: Statements, personId: string): Promise<void> {
  await sql`delete from person_session where person_id = ${personId}`;
}
