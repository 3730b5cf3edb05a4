import type { Statements } from '../postgres/statements.ts';

export interface PromotionOptions {
  /** Nobody runs the live revision, so that nobody will fold what waits in its inbox: it is left to the other one. */
  readonly unattended: boolean;
}

/**
 * Makes a revision the live one at the place where the live one stands; see the SQL function.
 * @returns null when done, else why not: `unknown`, `busy` (come again), `ahead` (wait for the live one), or the state that forbids it.
 */
export async function promoteRevision(
  sql: Statements,
  pluginId: string,
  revision: string,
  byWhom: string,
  { unattended }: PromotionOptions = { unattended: false },
): Promise<string | null> {
  const [row] = await sql<{ refusal: string | null }[]>`
    select promote_revision(${pluginId}, ${revision}, ${byWhom}, ${unattended}) as refusal`;
  return row?.refusal ?? null;
}
