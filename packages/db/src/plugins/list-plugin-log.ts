import type { PluginLogLevel, PluginLogLine } from '@activity-hub/contracts/activity/plugin-evidence';
import type { Sql } from '../postgres/client.ts';

export interface PluginLogListing {
  readonly pluginId: string;
  readonly levels: readonly PluginLogLevel[];
  /** The line a page before ended with. */
  readonly before: number | null;
  readonly limit: number;
}

/** Newest first, with one line more than the limit. */
export async function listPluginLog(sql: Sql, listing: PluginLogListing): Promise<readonly PluginLogLine[]> {
  return sql<PluginLogLine[]>`
    select log_id, revision, at, level, message, message_code, message_values, fields from plugin_log
    where plugin_id = ${listing.pluginId} and level = any (${sql.array([...listing.levels])}::text[])
      and (${listing.before}::bigint is null or log_id < ${listing.before}::bigint)
    order by log_id desc limit ${listing.limit + 1}`;
}
