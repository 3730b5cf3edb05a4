import type { Sql } from '../postgres/client.ts';

/** The live revision of every plugin that has one. */
export async function readLiveRevisions(sql: Sql): Promise<ReadonlyMap<string, string>> {
  const rows = await sql<{ plugin_id: string; live_revision: string }[]>`
    select plugin_id, live_revision from plugin where live_revision is not null`;
  return new Map(rows.map((row) => [row.plugin_id, row.live_revision]));
}
