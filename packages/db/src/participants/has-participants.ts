import type { Sql } from '../postgres/client.ts';

export async function hasParticipants(sql: Sql): Promise<boolean> {
  const [row] = await sql<{ known: boolean }[]>`select exists (select from participant) as known`;
  return row?.known === true;
}
