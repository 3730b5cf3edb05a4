import type { PluginQuarantine } from '@activity-hub/contracts/activity/plugin';
import type { Statements } from '../postgres/statements.ts';

export type StoppedRevision = PluginQuarantine & { readonly processor: string };

/** Newest first; of all processors, or of those of a plugin. */
export async function listPluginQuarantines(
  sql: Statements,
  pluginId: string | null,
): Promise<readonly StoppedRevision[]> {
  return sql<StoppedRevision[]>`
    select processor, version as revision, reason, reason_code, reason_values,
      lane, "offset", quarantined_at from processor_quarantine
    where ${pluginId}::text is null or processor in (${pluginId}, ${pluginId} || '/inbox')
    order by quarantined_at desc, processor, version`;
}
