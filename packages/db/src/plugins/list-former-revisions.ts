import { UNSEEN_AFTER_SECONDS } from '@activity-hub/contracts/activity/plugin';
import type { Sql } from '../postgres/client.ts';
import type { RevisionRow } from './plugin-row.ts';

/**
 * Revisions that were live before, the last one first. None while a process says that it runs the live one, or is about to, by the
 * clock of the database.
 */
export async function listFormerRevisions(
  sql: Sql,
  pluginId: string,
): Promise<readonly Pick<RevisionRow, 'revision' | 'plugin_version'>[]> {
  const lately = sql`seen_at > clock_timestamp() - make_interval(secs => ${UNSEEN_AFTER_SECONDS})`;
  return sql<Pick<RevisionRow, 'revision' | 'plugin_version'>[]>`
    select revision, plugin_version from plugin_revision
    where plugin_id = ${pluginId} and state = 'retired'
      and not exists (
        select from plugin join processor_status on processor_status.version = plugin.live_revision
        where plugin.plugin_id = ${pluginId} and processor in (${pluginId}, ${pluginId} || '/inbox') and ${lately})
      and not exists (
        select from plugin, process_role
        where plugin.plugin_id = ${pluginId} and starting ? (plugin_id || ' ' || live_revision) and ${lately})
    order by coalesce(promoted_at, made_at) desc, revision desc`;
}
