import type { Act } from '@activity-hub/contracts/access/act';
import type { Json } from '@activity-hub/contracts/event';
import { lockPlugin } from '@activity-hub/db/plugins/lock-plugin';
import type { PluginRow } from '@activity-hub/db/plugins/plugin-row';
import { announcePlugins } from '@activity-hub/db/plugins/plugins-channel';
import type { Sql } from '@activity-hub/db/postgres/client';
import type { Statements } from '@activity-hub/db/postgres/statements';
import type { AuditLog } from '../auth/audit/audit-log.ts';
import { unknownPlugin } from './plugin-views.ts';

export interface ChangeSources {
  /** Can write. */
  readonly sql: Sql;
  readonly audit: AuditLog;
}

/** What the audit keeps of a change; undefined: everything was so already. */
export type Recorded = { readonly before: Json; readonly after: Json } | undefined;

export interface PluginChange {
  readonly pluginId: string;
  readonly action: string;
  readonly act: Act;
  work(transaction: Statements, plugin: PluginRow): Promise<Recorded>;
}

/**
 * Changes a plugin that nobody else changes meanwhile. The change, its record in the audit and the word to the
 * process role stand or fall together. @throws HubError not_found
 */
export async function auditedChange({ sql, audit }: ChangeSources, change: PluginChange): Promise<void> {
  await sql.begin(async (transaction) => {
    const plugin = await lockPlugin(transaction, change.pluginId);
    if (plugin === undefined) throw unknownPlugin(change.pluginId);
    const recorded = await change.work(transaction, plugin);
    if (recorded === undefined) return;
    const { actor: caller, request_id: requestId } = change.act;
    const subject = `plugin:${change.pluginId}`;
    await audit.record({ caller, requestId, action: change.action, subject, ...recorded }, transaction);
    await announcePlugins(transaction);
  });
}
