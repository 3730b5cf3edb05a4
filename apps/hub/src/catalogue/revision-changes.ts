import { isDeepStrictEqual } from 'node:util';
import type { Act } from '@activity-hub/contracts/access/act';
import type { PluginConfiguration, RevisionQuery } from '@activity-hub/contracts/activity/plugin';
import type { HubError } from '@activity-hub/contracts/errors';
import type { JsonObject } from '@activity-hub/contracts/event';
import { quotingFault } from '@activity-hub/contracts/plugin/plugin-fault';
import { discardRevision, dropRevisionStates } from '@activity-hub/db/plugins/discard-revision';
import { listRevisions } from '@activity-hub/db/plugins/list-revisions';
import type { PluginRow, RevisionRow } from '@activity-hub/db/plugins/plugin-row';
import type { Statements } from '@activity-hub/db/postgres/statements';
import { auditedChange, type ChangeSources } from './audited-change.ts';
import { configFault } from './config-fault.ts';
import { makeShadow } from './make-shadow.ts';
import { refusalOfRow } from './refusal-of-row.ts';
import { notPromotable, refusedAct } from './refused-act.ts';

/** Far beyond what anybody makes by hand. */
export const everyRevision = 10_000;

export function unknownRevision(pluginId: string, revision: string): HubError {
  const reason = { code: 'unknown_revision', values: { plugin: pluginId, revision } } as const;
  return refusedAct('not_found', reason, { pointer: '/revision' });
}

/** A shadow of the installed code with this configuration. @throws HubError invalid_config, already_exists */
export async function configurePlugin(
  sources: ChangeSources,
  { plugin_id: pluginId, config, note }: PluginConfiguration,
  act: Act,
): Promise<void> {
  await auditedChange(sources, {
    pluginId,
    action: 'plugin.configured',
    act,
    async work(transaction, plugin) {
      demandConfigurable(plugin, config);
      const revisions = await listRevisions(transaction, pluginId, everyRevision);
      demandNew(plugin, revisions, config);
      const revision = await makeShadow(transaction, plugin, revisions, { config: config as JsonObject, note, act });
      const live = revisions.find(({ state }) => state === 'live');
      return {
        before: live === undefined ? null : { revision: live.revision, config: live.config },
        after: { revision, config: config as JsonObject },
      };
    },
  });
}

function demandConfigurable(row: PluginRow, config: unknown): void {
  const { plugin_id: plugin, manifest, live_revision } = row;
  const refusal = refusalOfRow(row);
  const place = { pointer: '/plugin_id' };
  if (refusal !== undefined)
    throw refusedAct('not_promotable', quotingFault('not_configured', 'reason', refusal, { plugin }), place);
  if (live_revision === null) throw refusedAct('not_promotable', { code: 'never_run', values: { plugin } }, place);
  const fault = configFault(manifest.config_schema, config);
  if (fault !== undefined) throw fault;
}

function demandNew({ manifest }: PluginRow, revisions: readonly RevisionRow[], config: unknown): void {
  const open = revisions.filter(({ state }) => state !== 'discarded');
  const equal = open.find((row) => row.plugin_version === manifest.version && isDeepStrictEqual(row.config, config));
  if (equal === undefined) return;
  const { revision, state } = equal;
  throw refusedAct('already_exists', { code: 'same_revision', values: { revision, state } }, { pointer: '/config' });
}

/** Drops what a shadow or a retired revision has made. Repeated, it goes on where it was broken off. */
export async function discardPluginRevision(
  sources: ChangeSources,
  { plugin_id: pluginId, revision }: RevisionQuery,
  act: Act,
): Promise<void> {
  await auditedChange(sources, {
    pluginId,
    action: 'plugin.revision_discarded',
    act,
    async work(transaction) {
      const { state } = await revisionNamed(transaction, pluginId, revision);
      if (state === 'discarded') return undefined;
      if (state === 'live') throw notPromotable('live_is_kept', { revision });
      await discardRevision(transaction, pluginId, revision);
      return { before: { revision, state }, after: { revision, state: 'discarded' } };
    },
  });
  await dropRevisionStates(sources.sql, pluginId, revision);
}

export async function revisionNamed(sql: Statements, pluginId: string, revision: string): Promise<RevisionRow> {
  const row = (await listRevisions(sql, pluginId, everyRevision)).find((each) => each.revision === revision);
  if (row === undefined) throw unknownRevision(pluginId, revision);
  return row;
}
