import type { Sql } from '../postgres/client.ts';
import { livingRoles } from './living-roles.ts';
import type { PluginRow } from './plugin-row.ts';
import { startsRevision } from './starts-revision.ts';

/** A revision that is built beside the live one. */
export interface ListedShadow {
  readonly revision: string;
  readonly plugin_version: string;
  /** A process role is about to run it. */
  readonly starting: boolean;
  /** Since it was made, or somebody changed what is wanted of its plugin. */
  readonly age_seconds: number;
}

export interface ListedPlugin extends PluginRow {
  /** The newest first. */
  readonly shadows: readonly ListedShadow[];
  readonly errors_24h: number;
}

/** By id; all, or the one. */
export async function listPlugins(sql: Sql, pluginId: string | null): Promise<readonly ListedPlugin[]> {
  return sql<ListedPlugin[]>`
    select plugin_id, kind, manifest, provenance, refusal, refusal_code, refusal_values, enabled, paused, restarts,
      live_revision, installed_at, updated_at, ${livingRoles(sql)},
      coalesce((
        select jsonb_agg(jsonb_build_object('revision', revision, 'plugin_version', plugin_version,
          'starting', ${startsRevision(sql, 'revision')},
          'age_seconds', extract(epoch from clock_timestamp() - greatest(made_at, updated_at)))
          order by made_at desc, revision desc)
        from plugin_revision where plugin_revision.plugin_id = plugin.plugin_id and state = 'shadow'), '[]') as shadows,
      (select count(*)::int from plugin_error
        where processor in (plugin_id, plugin_id || '/inbox') and at > now() - interval '24 hours') as errors_24h
    from plugin where ${pluginId}::text is null or plugin_id = ${pluginId} order by plugin_id`;
}
