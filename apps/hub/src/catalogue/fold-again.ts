import { isDeepStrictEqual } from 'node:util';
import type { Act } from '@activity-hub/contracts/access/act';
import type { PluginFoldingAgain } from '@activity-hub/contracts/activity/plugin';
import type { ErrorCode, HubError } from '@activity-hub/contracts/errors';
import { type PluginFault, quotingFault } from '@activity-hub/contracts/plugin/plugin-fault';
import { listRevisions } from '@activity-hub/db/plugins/list-revisions';
import type { PluginRow, RevisionRow } from '@activity-hub/db/plugins/plugin-row';
import { auditedChange, type ChangeSources } from './audited-change.ts';
import { makeShadow } from './make-shadow.ts';
import { missingCode } from './missing-code.ts';
import { refusalOfRow } from './refusal-of-row.ts';
import { refusedAct } from './refused-act.ts';
import { everyRevision } from './revision-changes.ts';

/**
 * A shadow of the very code and configuration of the live revision, for whoever distrusts its figures. The live one
 * is never reset: its figures would be gone until the log is folded. @throws HubError not_promotable, already_exists, invalid_input
 */
export async function foldAgain(
  sources: ChangeSources,
  { plugin_id: pluginId, note }: PluginFoldingAgain,
  act: Act,
): Promise<void> {
  await auditedChange(sources, {
    pluginId,
    action: 'plugin.folded_again',
    act,
    async work(transaction, plugin) {
      const revisions = await listRevisions(transaction, pluginId, everyRevision);
      const live = demandLive(plugin, revisions);
      demandNoSuchShadow(live, revisions);
      const revision = await makeShadow(transaction, plugin, revisions, { config: live.config, note, act });
      return { before: { revision: live.revision }, after: { revision } };
    },
  });
}

/** The live revision, where the installed code is its code and can run. */
function demandLive(row: PluginRow, revisions: readonly RevisionRow[]): RevisionRow {
  const { plugin_id: plugin, manifest } = row;
  const refusal = refusalOfRow(row);
  if (refusal !== undefined)
    throw refused('not_promotable', quotingFault('fold_again_refused', 'reason', refusal, { plugin }));
  const live = revisions.find(({ state }) => state === 'live');
  if (live === undefined) throw refused('not_promotable', { code: 'nothing_folded', values: { plugin } });
  const { revision, plugin_version: version } = live;
  if (version !== manifest.version) {
    const values = { revision, version, installed: manifest.version };
    throw refused('not_promotable', { code: 'live_of_other_code', values });
  }
  const missing = missingCode(row, live);
  if (missing !== undefined) throw refused('not_promotable', missing);
  return live;
}

function demandNoSuchShadow({ plugin_version, config }: RevisionRow, revisions: readonly RevisionRow[]): void {
  const same = revisions.find(
    (one) => one.state === 'shadow' && one.plugin_version === plugin_version && isDeepStrictEqual(one.config, config),
  );
  if (same === undefined) return;
  throw refused('already_exists', { code: 'same_shadow', values: { revision: same.revision } });
}

/** The plugin is all that the act names. */
function refused(code: ErrorCode, reason: PluginFault): HubError {
  return refusedAct(code, reason, { pointer: '/plugin_id' });
}
