import type { Statements } from '../postgres/statements.ts';
import type { PluginRow } from './plugin-row.ts';

/** What is wanted of a plugin from now on. A higher `restarts` asks for a restart. */
export async function setDesiredState(
  sql: Statements,
  pluginId: string,
  desired: Pick<PluginRow, 'enabled' | 'paused' | 'restarts'>,
): Promise<void> {
  await sql`
    update plugin set enabled = ${desired.enabled}, paused = ${desired.paused}, restarts = ${desired.restarts},
      updated_at = now()
    where plugin_id = ${pluginId}`;
}
