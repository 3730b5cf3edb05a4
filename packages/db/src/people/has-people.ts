import type { Statements } from '../postgres/statements.ts';

export async function hasPeople(sql: Statements): Promise<boolean> {
  const [row] = await sql<{ known: boolean }[]>`select exists (select from person) as known`;
  return row?.known === true;
}
