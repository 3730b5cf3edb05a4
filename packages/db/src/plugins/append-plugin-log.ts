import type { JsonObject } from '@activity-hub/contracts/event';
import type { PluginSaying } from '@activity-hub/contracts/plugin/plugin-fault';
import type { Sql } from '../postgres/client.ts';
import { storableSaying } from './storable-fault.ts';

export interface PluginLogLine {
  readonly plugin_id: string;
  readonly revision: string | null;
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly message: PluginSaying;
  readonly fields?: JsonObject;
}

const keptLines = 1_000;

/** Keeps the newest thousand lines of each plugin, so that one that talks without end fills nothing. */
export async function appendPluginLog(sql: Sql, line: PluginLogLine): Promise<void> {
  const { plugin_id, revision, level, fields = {} } = line;
  const { reason, reason_code, reason_values } = storableSaying(line.message);
  await sql`
    insert into plugin_log (plugin_id, revision, level, message, message_code, message_values, fields)
    values (${plugin_id}, ${revision}, ${level}, ${reason}, ${reason_code},
      ${reason_values === null ? null : JSON.stringify(reason_values)}::text::jsonb,
      ${JSON.stringify(fields)}::text::jsonb)`;
  await sql`
    delete from plugin_log where plugin_id = ${plugin_id} and log_id < (
      select log_id from plugin_log where plugin_id = ${plugin_id} order by log_id desc offset ${keptLines - 1} limit 1)`;
}
