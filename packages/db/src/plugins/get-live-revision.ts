import type { JsonObject } from '@activity-hub/contracts/event';
import type { Sql } from '../postgres/client.ts';

export interface LiveRevision {
  readonly revision: string;
  readonly plugin_version: string;
  readonly config: JsonObject;
}

/** The revision whose figures are shown; undefined while the plugin was never registered. */
export async function getLiveRevision(sql: Sql, pluginId: string): Promise<LiveRevision | undefined> {
  const [row] = await sql<LiveRevision[]>`
    select revision, plugin_version, config from plugin_revision where plugin_id = ${pluginId} and state = 'live'`;
  return row;
}
