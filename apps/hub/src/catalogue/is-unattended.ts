import { listPluginQuarantines } from '@activity-hub/db/plugins/list-plugin-quarantines';
import { listProcessorStatuses } from '@activity-hub/db/plugins/list-processor-statuses';
import type { PluginRow } from '@activity-hub/db/plugins/plugin-row';
import type { Statements } from '@activity-hub/db/postgres/statements';
import { conditionOf, withLive } from './condition-of.ts';
import { revisionStatuses } from './revision-statuses.ts';

/** Where nobody runs the live revision nobody folds what it was handed, however long one waits. */
export async function isUnattended(sql: Statements, plugin: PluginRow): Promise<boolean> {
  const { plugin_id } = plugin;
  const [seen, quarantines] = await Promise.all([
    listProcessorStatuses(sql, plugin_id),
    listPluginQuarantines(sql, plugin_id),
  ]);
  const { condition } = conditionOf(withLive(plugin, revisionStatuses(seen, plugin_id), quarantines));
  return condition !== 'running' && condition !== 'failing';
}
