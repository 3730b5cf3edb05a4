import { isDeepStrictEqual } from 'node:util';
import type { Act } from '@activity-hub/contracts/access/act';
import type { PluginConfiguration, RevisionQuery } from '@activity-hub/contracts/activity/plugin';
import { HubError } from '@activity-hub/contracts/errors';
import type { JsonObject } from '@activity-hub/contracts/event';
import { discardRevision, dropRevisionStates } from '@activity-hub/db/plugins/discard-revision';
import { insertShadow } from '@activity-hub/db/plugins/insert-shadow';
import { listRevisions } from '@activity-hub/db/plugins/list-revisions';
import type { PluginRow, RevisionRow } from '@activity-hub/db/plugins/plugin-row';
import type { Statements } from '@activity-hub/db/postgres/statements';
import { auditedChange, type ChangeSources } from './audited-change.ts';
import { configFault } from './config-fault.ts';
import { nameOfActor } from './name-of-actor.ts';

/** Each shadow folds the whole log: more at once would take the place of what is live. */
const maxShadows = 3;
/** Far beyond what anybody makes by hand. */
const everyRevision = 10_000;

export function unknownRevision(pluginId: string, revision: string): HubError {
  const detail = `${pluginId} has no revision ${revision}. GET /activity/plugins/${pluginId}/revisions lists them.`;
  return new HubError('not_found', detail, { pointer: '/revision' });
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
      const revision = await insertShadow(transaction, {
        manifest: plugin.manifest,
        config: config as JsonObject,
        note: note === undefined || note === '' ? null : note,
        made_by: nameOfActor(act),
      });
      const live = revisions.find(({ state }) => state === 'live');
      return {
        before: live === undefined ? null : { revision: live.revision, config: live.config },
        after: { revision, config: config as JsonObject },
      };
    },
  });
}

function demandConfigurable({ plugin_id, manifest, refusal, live_revision }: PluginRow, config: unknown): void {
  if (refusal !== null || live_revision === null) {
    const why = refusal ?? 'It has never run.';
    throw new HubError('not_promotable', `${plugin_id} cannot run, so it cannot be configured: ${why}`);
  }
  const fault = configFault(manifest.config_schema, config);
  if (fault !== undefined) throw fault;
}

function demandNew({ manifest }: PluginRow, revisions: readonly RevisionRow[], config: unknown): void {
  const open = revisions.filter(({ state }) => state !== 'discarded');
  const equal = open.find((row) => row.plugin_version === manifest.version && isDeepStrictEqual(row.config, config));
  if (equal !== undefined) {
    const detail = `Revision ${equal.revision} (${equal.state}) is the same code with the same configuration.`;
    throw new HubError('already_exists', detail, { pointer: '/config' });
  }
  if (open.filter(({ state }) => state === 'shadow').length >= maxShadows) {
    const detail = `At most ${maxShadows} shadows are built at once. Promote or discard one first.`;
    throw new HubError('invalid_input', detail, { pointer: '/plugin_id' });
  }
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
      if (state === 'live') {
        const detail = `${revision} is the live revision. Promote another one first.`;
        throw new HubError('not_promotable', detail, { pointer: '/revision' });
      }
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
