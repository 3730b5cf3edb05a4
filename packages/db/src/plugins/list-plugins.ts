import type { Sql } from '../postgres/client.ts';
import { livingRoles } from './living-roles.ts';
import type { PluginRow } from './plugin-row.ts';

export interface ListedPlugin extends PluginRow {
  /** The newest one. */
  readonly shadow_revision: string | null;
  readonly errors_24h: number;
}

/** By id; all, or the one. */
export async function listPlugins(sql: Sql, pluginId: string | null): Promise<readonly ListedPlugin[]> {
  return sql<ListedPlugin[]>`
    select plugin_id, kind, manifest, provenance, refusal, refusal_code, refusal_values, enabled, paused, restarts,
      live_revision, installed_at, updated_at, ${livingRoles(sql)},
      (select revision from plugin_revision
        where plugin_revision.plugin_id = plugin.plugin_id and state = 'shadow'
        order by made_at desc, revision desc limit 1) as shadow_revision,
      (select count(*)::int from plugin_error
        where processor in (plugin_id, plugin_id || '/inbox') and at > now() - interval '24 hours') as errors_24h
    from plugin where ${pluginId}::text is null or plugin_id = ${pluginId} order by plugin_id`;
}
