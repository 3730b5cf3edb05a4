import type { Statements } from '../postgres/statements.ts';
import { livingRoles } from './living-roles.ts';
import type { PluginRow } from './plugin-row.ts';

/** The plugin as it stands; others who would change it wait until the transaction ends. */
export async function lockPlugin(sql: Statements, pluginId: string): Promise<PluginRow | undefined> {
  const [row] = await sql<PluginRow[]>`
    select plugin_id, kind, manifest, provenance, refusal, refusal_code, refusal_values, enabled, paused, restarts,
      live_revision, installed_at, updated_at, ${livingRoles(sql)}
    from plugin where plugin_id = ${pluginId} for update`;
  return row;
}
