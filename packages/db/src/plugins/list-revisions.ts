import type { Statements } from '../postgres/statements.ts';
import type { RevisionRow } from './plugin-row.ts';

/** Newest first. */
export async function listRevisions(sql: Statements, pluginId: string, limit: number): Promise<readonly RevisionRow[]> {
  return sql<RevisionRow[]>`
    select revision, plugin_version, config, state, note, made_by, made_at, promoted_by, promoted_at
    from plugin_revision where plugin_id = ${pluginId}
    order by made_at desc, revision desc limit ${limit}`;
}
