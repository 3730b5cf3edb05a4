import type { Sql } from '../postgres/client.ts';

/**
 * Takes a plugin that never ran, and is gone, out of the catalogue: it has no states that anybody could want back.
 * @returns false when it has run, and stays
 */
export async function forgetPlugin(sql: Sql, pluginId: string): Promise<boolean> {
  const [row] = await sql<{ ran: boolean }[]>`
    with forgotten as (
      delete from plugin where plugin_id = ${pluginId}
        and not exists (select from plugin_revision r where r.plugin_id = ${pluginId})),
    silenced as (
      delete from plugin_log where plugin_id = ${pluginId}
        and not exists (select from plugin_revision r where r.plugin_id = ${pluginId}))
    select exists (select from plugin_revision where plugin_id = ${pluginId}) as ran`;
  return row?.ran === false;
}
