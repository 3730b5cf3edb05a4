import type {
  PassedOverFolder,
  PluginList,
  PluginRevision,
  PluginShadow,
  PluginSummary,
  PluginView,
  ProcessorStatus,
} from '@activity-hub/contracts/activity/plugin';
import type { PluginErrors, PluginLogPage, RevisionDifference } from '@activity-hub/contracts/activity/plugin-evidence';
import { pluginFailures } from '@activity-hub/contracts/activity/plugin-failures';
import type { SinkList } from '@activity-hub/contracts/dispatch/subscription';

function aligned(rows: readonly (readonly string[])[]): string {
  const columns = rows[0]?.length ?? 0;
  const widths = Array.from({ length: columns }, (_, at) => Math.max(...rows.map((row) => (row[at] ?? '').length)));
  return rows
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const counted = (count: number): string => count.toLocaleString('en-US');
const minute = (instant: string): string => instant.slice(0, 16).replace('T', ' ');

function lagOf({ status }: PluginSummary): string {
  return status === null ? '' : `${counted(status.lag_events)} behind`;
}

function failuresOf(status: ProcessorStatus): string {
  const { kind, failed, events } = pluginFailures(status);
  if (kind === 'none_seen') return 'no event yet';
  if (kind === 'share') return `${counted(failed)} failed`;
  return kind === 'stopped'
    ? `failed at ${counted(failed)} of the last ${counted(events)}`
    : `none finished, failed at ${counted(failed)} of ${counted(events)}`;
}

/** What was wanted of it, where it is not so yet. */
function conditionOf({ condition, desired }: PluginSummary): string {
  return desired === 'running' || desired === condition ? condition : `${condition}, to be ${desired}`;
}

function describeShadow({ revision, condition, reason }: PluginShadow): string {
  if (reason === null) return `shadow ${revision}`;
  return `shadow ${revision} ${condition === 'running' ? 'stands still' : condition}`;
}

export function describePlugins({ items, passed_over }: PluginList): string {
  return [describeItems(items), ...describePassedOver(passed_over)].join('\n');
}

function describePassedOver(folders: readonly PassedOverFolder[]): readonly string[] {
  if (folders.length === 0) return [];
  const rows = folders.map(({ folder, reason }) => [`  ${folder}`, reason]);
  return ['Passed over. Give the folder and its plugin.json another id in kebab-case, or remove it:', aligned(rows)];
}

function describeItems(plugins: readonly PluginSummary[]): string {
  if (plugins.length === 0) return 'There are no plugins. The process role registers those it has: npm start.';
  const rows = plugins.map((plugin) => [
    plugin.plugin_id,
    plugin.kind,
    plugin.live_revision ?? plugin.version,
    conditionOf(plugin),
    lagOf(plugin),
    plugin.errors_24h === 0 ? '' : `${counted(plugin.errors_24h)} errors in 24 h`,
    plugin.shadows.map(describeShadow).join(', '),
  ]);
  return aligned(rows);
}

/** They run where there is a subscription with them, so there is no condition to tell. */
export function describeSinks(sinks: SinkList['items']): readonly string[] {
  if (sinks.length === 0) return [];
  const rows = sinks.map(({ sink_id, version, provenance, reason }) => [
    `  ${sink_id}`,
    version,
    provenance,
    reason === null ? '' : `cannot run: ${reason}`,
  ]);
  return ['', 'Sinks', aligned(rows)];
}

function revisionRow({ revision, state, made_by, made_at, note }: PluginRevision): readonly string[] {
  return [`  ${revision}`, state, `made ${minute(made_at)} by ${made_by}`, note ?? ''];
}

export function describePlugin(plugin: PluginView): string {
  const { status } = plugin;
  return [
    `${plugin.plugin_id}: ${plugin.title.en} (${plugin.kind}, ${plugin.provenance}, code ${plugin.version})`,
    `  ${conditionOf(plugin)}${plugin.reason === null ? '' : `: ${plugin.reason}`}`,
    status === null ? '' : `  ${lagOf(plugin)}, ${status.events_per_second.toFixed(0)} events/s, ${failuresOf(status)}`,
    ...plugin.quarantines.map(
      (held) => `  ${held.revision} quarantined ${minute(held.quarantined_at)}: ${held.reason}`,
    ),
    // The quarantines have been named.
    ...plugin.shadows.map((shadow) =>
      shadow.reason === null || shadow.condition === 'quarantined'
        ? ''
        : `  ${describeShadow(shadow)}: ${shadow.reason}`,
    ),
    plugin.config === null ? '' : `Configuration: ${JSON.stringify(plugin.config)}`,
    'Revisions:',
    aligned(plugin.revisions.map(revisionRow)),
  ]
    .filter((line) => line !== '')
    .join('\n');
}

export function describeChanged(plugin: PluginView): string {
  const live = plugin.live_revision === null ? '' : `, live revision ${plugin.live_revision}`;
  return `${plugin.plugin_id} is ${conditionOf(plugin)}${live}.`;
}

export function describeDifference(difference: RevisionDifference): string {
  const { revision, live_revision, windows, samples, not_reached } = difference;
  const place = difference.cursors_equal
    ? 'Both have looked at the same events.'
    : `${revision} has looked at ${counted(difference.other_events)} events, ${live_revision} at ${counted(difference.live_events)}.`;
  const head = ['window', 'same', 'changed', 'missing', 'only new'];
  const rows = windows.map((row) => [
    row.window_kind,
    ...[row.same, row.changed, row.missing, row.only_new].map(counted),
  ]);
  return [
    `${revision} beside ${live_revision}. ${place}`,
    not_reached === 0 ? '' : `${counted(not_reached)} states are left out: ${revision} has not reached them yet.`,
    aligned([head, ...rows]),
    ...samples.map(
      (sample) =>
        `  ${sample.verdict} ${sample.key} ${sample.window_kind} ${sample.window_start}: ${JSON.stringify(sample.live)} → ${JSON.stringify(sample.other)}`,
    ),
  ]
    .filter((line) => line !== '')
    .join('\n');
}

export function describeLog({ items }: PluginLogPage): string {
  if (items.length === 0) return 'The log holds nothing of it.';
  return aligned(
    items.toReversed().map(({ at, level, revision, message }) => [at.slice(0, 19), level, revision ?? '', message]),
  );
}

export function describeErrors({ items, more }: PluginErrors): string {
  if (items.length === 0) return 'It failed at no event.';
  const groups = items.map(({ count, reason, last_at, samples }) =>
    [
      `${counted(count)} × ${reason} (last ${minute(last_at)})`,
      ...samples.map(({ event_id, lane, offset }) => `    event ${event_id}, lane ${lane}, offset ${offset}`),
    ].join('\n'),
  );
  return [...groups, more ? 'And smaller groups: --limit shows more.' : ''].filter((line) => line !== '').join('\n');
}
