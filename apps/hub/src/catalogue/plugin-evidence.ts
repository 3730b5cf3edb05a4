import type { RevisionQuery } from '@activity-hub/contracts/activity/plugin';
import {
  logLevels,
  type PluginErrorGroup,
  type PluginErrorSearch,
  type PluginErrors,
  type PluginLogPage,
  type PluginLogSearch,
  type PluginMetrics,
  type PluginMetricsQuery,
  type RevisionDifference,
} from '@activity-hub/contracts/activity/plugin-evidence';
import { saidFault } from '@activity-hub/contracts/plugin/said-fault';
import { compareRevisions } from '@activity-hub/db/plugins/compare-revisions';
import { groupPluginErrors, type ReasonGroup } from '@activity-hub/db/plugins/group-plugin-errors';
import { listPluginLog } from '@activity-hub/db/plugins/list-plugin-log';
import { type ListedPlugin, listPlugins } from '@activity-hub/db/plugins/list-plugins';
import { listProcessorStatuses } from '@activity-hub/db/plugins/list-processor-statuses';
import { listRevisions } from '@activity-hub/db/plugins/list-revisions';
import { readMetricDays } from '@activity-hub/db/plugins/read-metric-days';
import type { Sql } from '@activity-hub/db/postgres/client';
import { decodeLogCursor, encodeLogCursor } from './log-cursor.ts';
import { shownStatus, unknownPlugin } from './plugin-views.ts';
import { notPromotable } from './refused-act.ts';
import { unknownRevision } from './revision-changes.ts';
import { revisionStatuses } from './revision-statuses.ts';

const defaultLines = 50;
const defaultGroups = 20;
const defaultDays = 30;
/** A comparison reads every state of two revisions; 300,000 of each take three seconds, five if all differ. */
const comparisonTimeout = '30s';

async function knownPlugin(sql: Sql, pluginId: string): Promise<ListedPlugin> {
  const [plugin] = await listPlugins(sql, pluginId);
  if (plugin === undefined) throw unknownPlugin(pluginId);
  return plugin;
}

export async function readDifference(sql: Sql, { plugin_id, revision }: RevisionQuery): Promise<RevisionDifference> {
  const { live_revision } = await knownPlugin(sql, plugin_id);
  const revisions = await listRevisions(sql, plugin_id, 10_000);
  const state = revisions.find((row) => row.revision === revision)?.state;
  if (state === undefined) throw unknownRevision(plugin_id, revision);
  if (state === 'discarded') throw notPromotable('nothing_to_compare', { revision });
  if (live_revision === null || state === 'live') throw notPromotable('live_itself', { revision });
  return sql.begin('read only', async (transaction) => {
    await transaction`select set_config('statement_timeout', ${comparisonTimeout}, true)`;
    return compareRevisions(transaction, { pluginId: plugin_id, live: live_revision, other: revision });
  });
}

export async function readLogPage(sql: Sql, search: PluginLogSearch): Promise<PluginLogPage> {
  const { plugin_id, level = 'debug', limit = defaultLines } = search;
  const before = decodeLogCursor(search.cursor);
  await knownPlugin(sql, plugin_id);
  const levels = logLevels.slice(logLevels.indexOf(level));
  const lines = await listPluginLog(sql, { pluginId: plugin_id, levels, before, limit });
  const items = lines.slice(0, limit);
  const last = items.at(-1);
  return { items, next_cursor: lines.length > limit && last !== undefined ? encodeLogCursor(last.log_id) : null };
}

export async function readErrors(sql: Sql, search: PluginErrorSearch): Promise<PluginErrors> {
  const { plugin_id, revision = null, limit = defaultGroups } = search;
  await knownPlugin(sql, plugin_id);
  const groups = await groupPluginErrors(sql, { pluginId: plugin_id, revision, limit });
  return { items: groups.slice(0, limit).map(asThrown), more: groups.length > limit };
}

/** An event is left aside for what the code of the plugin threw at it, mostly in the author's words, and for nothing else. */
function asThrown(group: ReasonGroup): PluginErrorGroup {
  const { code, values } = saidFault(group.reason);
  return { ...group, reason_code: code, reason_values: values };
}

export async function readMetrics(sql: Sql, query: PluginMetricsQuery): Promise<PluginMetrics> {
  const { plugin_id, days = defaultDays } = query;
  const { live_revision } = await knownPlugin(sql, plugin_id);
  const [rows, statuses] = await Promise.all([
    live_revision === null ? [] : readMetricDays(sql, { pluginId: plugin_id, revision: live_revision, days }),
    listProcessorStatuses(sql, plugin_id),
  ]);
  const byType = Map.groupBy(rows, (row) => row.metric_type);
  return {
    metrics: [...byType].map(([metric_type, points]) => ({
      metric_type,
      days: points.map(({ metric_type: _type, ...day }) => day),
    })),
    statuses: revisionStatuses(statuses, plugin_id).map(shownStatus),
  };
}
