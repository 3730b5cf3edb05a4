import type { Sql } from '../postgres/client.ts';
import type { RevisionRow } from './plugin-row.ts';
import { seenLately } from './seen-lately.ts';
import { startsRevision } from './starts-revision.ts';

/**
 * Revisions that were live before, the last one first. None while a process says that it runs the live one, or is about to, by the
 * clock of the database.
 */
export async function listFormerRevisions(
  sql: Sql,
  pluginId: string,
): Promise<readonly Pick<RevisionRow, 'revision' | 'plugin_version'>[]> {
  return sql<Pick<RevisionRow, 'revision' | 'plugin_version'>[]>`
    select revision, plugin_version from plugin_revision
    where plugin_id = ${pluginId} and state = 'retired'
      and not exists (
        select from plugin join processor_status on processor_status.version = plugin.live_revision
        where plugin.plugin_id = ${pluginId} and processor in (${pluginId}, ${pluginId} || '/inbox') and ${seenLately(sql)})
      and not exists (select from plugin where plugin.plugin_id = ${pluginId} and ${startsRevision(sql, 'live_revision')})
    order by coalesce(promoted_at, made_at) desc, revision desc`;
}
