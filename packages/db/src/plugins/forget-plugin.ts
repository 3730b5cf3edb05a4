import type { Sql } from '../postgres/client.ts';
import { seenLately } from './seen-lately.ts';

/**
 * Takes an installed plugin that never ran, and of which no process role has a folder, out of the catalogue: it has no
 * states that anybody could want back.
 * @returns false when it stays
 */
export async function forgetPlugin(sql: Sql, pluginId: string): Promise<boolean> {
  const [row] = await sql<{ stays: boolean }[]>`
    with absent as (
      select from plugin where plugin_id = ${pluginId} and provenance = 'installed'
        and not exists (select from plugin_revision where plugin_revision.plugin_id = ${pluginId})
        and not exists (select from process_role where ${seenLately(sql)} and versions ? ${pluginId})),
    forgotten as (delete from plugin where plugin_id = ${pluginId} and exists (select from absent)),
    silenced as (delete from plugin_log where plugin_id = ${pluginId} and exists (select from absent))
    select exists (select from plugin where plugin_id = ${pluginId}) and not exists (select from absent) as stays`;
  return row?.stays === false;
}
