import type { Statements } from '../postgres/statements.ts';

/** How many events of the log a revision has looked at. */
export async function readRevisionProgress(sql: Statements, pluginId: string, revision: string): Promise<number> {
  const [row] = await sql<{ events: number }[]>`
    select coalesce(sum("offset"), 0)::bigint as events from checkpoint
    where processor in (${pluginId}, ${pluginId} || '/inbox') and version = ${revision} and not of_inbox`;
  return row?.events ?? 0;
}
