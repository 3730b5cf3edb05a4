import type {
  PluginList,
  PluginRevision,
  PluginSummary,
  PluginView,
  ProcessorStatus,
} from '@activity-hub/contracts/activity/plugin';
import type { HubError } from '@activity-hub/contracts/errors';
import { listPassedOver } from '@activity-hub/db/plugins/list-passed-over';
import { listPluginQuarantines, type StoppedRevision } from '@activity-hub/db/plugins/list-plugin-quarantines';
import { type ListedPlugin, listPlugins } from '@activity-hub/db/plugins/list-plugins';
import { listProcessorStatuses } from '@activity-hub/db/plugins/list-processor-statuses';
import { listRevisions } from '@activity-hub/db/plugins/list-revisions';
import { pluginOfProcessor, type RevisionRow } from '@activity-hub/db/plugins/plugin-row';
import type { Sql } from '@activity-hub/db/postgres/client';
import { conditionOf, desiredStateOf, withLive } from './condition-of.ts';
import { documentOf } from './document-of.ts';
import { refusedAct } from './refused-act.ts';
import { revisionStatuses, type SeenStatus } from './revision-statuses.ts';
import { shadowCondition } from './shadow-condition.ts';

/** As many revisions of a plugin are shown, the newest. */
const shownRevisions = 50;

export function unknownPlugin(pluginId: string): HubError {
  return refusedAct('not_found', { code: 'unknown_plugin', values: { plugin: pluginId } }, { pointer: '/plugin_id' });
}

const isAtWork = (state: RevisionRow['state']): boolean => state === 'live' || state === 'shadow';

export const revisionOf = (row: RevisionRow): PluginRevision => ({ ...row, config: { ...row.config } });

export const shownStatus = ({ age_seconds: _age, still_seconds: _still, ...status }: SeenStatus): ProcessorStatus =>
  status;

function summaryOf(
  plugin: ListedPlugin,
  statuses: readonly SeenStatus[],
  stopped: readonly StoppedRevision[],
): PluginSummary {
  const { plugin_id, provenance, refusal, live_revision, shadows, errors_24h } = plugin;
  const manifest = documentOf(plugin);
  const live = withLive(plugin, statuses, stopped);
  return {
    plugin_id,
    kind: manifest.kind,
    title: manifest.title,
    description: manifest.description,
    version: manifest.version,
    provenance,
    refusal,
    desired: desiredStateOf(plugin),
    ...conditionOf(live),
    live_revision,
    shadow_revision: shadows[0]?.revision ?? null,
    shadows: shadows.map((shadow) => {
      const isOf = ({ revision }: { readonly revision: string }): boolean => revision === shadow.revision;
      return shadowCondition({ plugin, shadow, status: statuses.find(isOf), quarantine: stopped.find(isOf) });
    }),
    status: live.status === undefined ? null : shownStatus(live.status),
    errors_24h,
  };
}

export async function readPluginList(sql: Sql): Promise<PluginList> {
  const [plugins, statuses, quarantines, passedOver] = await Promise.all([
    listPlugins(sql, null),
    listProcessorStatuses(sql, null),
    listPluginQuarantines(sql, null),
    listPassedOver(sql),
  ]);
  const items = plugins.map((plugin) => {
    const stopped = quarantines.filter(({ processor }) => pluginOfProcessor(processor) === plugin.plugin_id);
    return summaryOf(plugin, revisionStatuses(statuses, plugin.plugin_id), stopped);
  });
  return { items, passed_over: [...passedOver] };
}

/** @throws HubError not_found */
export async function readPluginView(sql: Sql, pluginId: string): Promise<PluginView> {
  const [[plugin], seen, quarantines, revisions] = await Promise.all([
    listPlugins(sql, pluginId),
    listProcessorStatuses(sql, pluginId),
    listPluginQuarantines(sql, pluginId),
    listRevisions(sql, pluginId, shownRevisions),
  ]);
  if (plugin === undefined) throw unknownPlugin(pluginId);
  const statuses = revisionStatuses(seen, pluginId);
  const live = revisions.find(({ state }) => state === 'live');
  // Of one that was put aside the process role says nothing any more: its last word would pass for the present.
  const aside = new Set(revisions.flatMap(({ state, revision }) => (isAtWork(state) ? [] : [revision])));
  return {
    ...summaryOf(plugin, statuses, quarantines),
    manifest: documentOf(plugin),
    config: live === undefined ? null : { ...live.config },
    revisions: revisions.map(revisionOf),
    statuses: statuses.filter(({ revision }) => !aside.has(revision)).map(shownStatus),
    quarantines: quarantines.map(({ processor: _processor, ...quarantine }) => quarantine),
    restarts: plugin.restarts,
    installed_at: plugin.installed_at,
    updated_at: plugin.updated_at,
  };
}
