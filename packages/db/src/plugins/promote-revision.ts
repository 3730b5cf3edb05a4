import type { Statements } from '../postgres/statements.ts';

/**
 * Makes a revision the live one at the place where the live one stands; see the SQL function.
 * @returns null when done, else why not: `unknown`, `busy` (come again), `ahead` (wait for the live one), or the state that forbids it.
 */
export async function promoteRevision(
  sql: Statements,
  pluginId: string,
  revision: string,
  byWhom: string,
): Promise<string | null> {
  const [row] = await sql<{ refusal: string | null }[]>`
    select promote_revision(${pluginId}, ${revision}, ${byWhom}) as refusal`;
  return row?.refusal ?? null;
}
