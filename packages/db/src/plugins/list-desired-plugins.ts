import type { JsonObject } from '@activity-hub/contracts/event';
import type { Sql } from '../postgres/client.ts';

export interface DesiredRevision {
  readonly revision: string;
  readonly plugin_version: string;
  readonly config: JsonObject;
  readonly state: 'shadow' | 'live';
  readonly promoted_at: string | null;
}

/** What should run of a plugin. */
export interface DesiredPlugin {
  readonly plugin_id: string;
  readonly enabled: boolean;
  readonly paused: boolean;
  /** Raised to ask for a restart. */
  readonly restarts: number;
  readonly live_revision: string | null;
  readonly revisions: readonly DesiredRevision[];
}

export async function listDesiredPlugins(sql: Sql): Promise<readonly DesiredPlugin[]> {
  return sql<DesiredPlugin[]>`
    select plugin_id, enabled, paused, restarts, live_revision,
      coalesce((
        select jsonb_agg(jsonb_build_object('revision', revision, 'plugin_version', plugin_version, 'config', config,
          'state', state, 'promoted_at', promoted_at) order by made_at, revision)
        from plugin_revision where plugin_revision.plugin_id = plugin.plugin_id and state in ('shadow', 'live')), '[]') as revisions
    from plugin order by plugin_id`;
}
