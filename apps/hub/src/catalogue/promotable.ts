import { HubError } from '@activity-hub/contracts/errors';
import type { PluginRow } from '@activity-hub/db/plugins/plugin-row';
import { readRevisionProgress } from '@activity-hub/db/plugins/read-revision-progress';
import type { Statements } from '@activity-hub/db/postgres/statements';
import { revisionNamed, unknownRevision } from './revision-changes.ts';

/** What is promoted further behind would show figures of long ago until it has caught up. */
const maxEventsBehind = 10_000;

/** Why the promotion was not carried out. */
export function promotionRefusal(outcome: string, pluginId: string, revision: string): HubError {
  if (outcome === 'unknown') return unknownRevision(pluginId, revision);
  return new HubError('not_promotable', `${revision} ${sentenceOf(outcome)}`, { pointer: '/revision' });
}

function sentenceOf(outcome: string): string {
  if (outcome === 'live') return 'is the live revision already.';
  if (outcome === 'ahead')
    return 'stands ahead of the live revision, and nobody would derive for what lies between. Wait until the live one has caught up, or discard it and configure it anew.';
  return 'was discarded, and its states with it. Configure a new revision.';
}

/** A retired revision is behind by its nature, and catches up only once it is live. */
export async function demandPromotable(sql: Statements, plugin: PluginRow, revision: string): Promise<void> {
  const { plugin_id: pluginId, live_revision } = plugin;
  if (plugin.refusal !== null)
    throw new HubError('not_promotable', `${pluginId} cannot run on this hub: ${plugin.refusal}`);
  const { state, plugin_version } = await revisionNamed(sql, pluginId, revision);
  demandCode(plugin, revision, plugin_version);
  if (state !== 'shadow' || live_revision === null) return;
  const [live, shadow] = await Promise.all([
    readRevisionProgress(sql, pluginId, live_revision),
    readRevisionProgress(sql, pluginId, revision),
  ]);
  if (live - shadow <= maxEventsBehind) return;
  const detail = `${revision} is ${(live - shadow).toLocaleString('en-US')} events behind the live revision. Wait until it has caught up.`;
  throw new HubError('not_promotable', detail, { pointer: '/revision' });
}

/** Without its code nobody would run it, and what is live now would be put back in its place a little later. */
function demandCode({ plugin_id, provenance, versions }: PluginRow, revision: string, version: string): void {
  if (versions?.includes(version) === true) return;
  const needs = `${revision} needs code of version ${version}, and`;
  if (versions === null) {
    const detail = `${needs} no process role runs that could say whether it is there. Start the process role first.`;
    throw new HubError('not_promotable', detail, { pointer: '/revision' });
  }
  const missing = `${needs} ${versions.length === 0 ? 'none' : versions.join(', ')} is there.`;
  const remedy =
    provenance === 'shipped'
      ? `Start a hub that ships ${version} first.`
      : `Install version ${version} of ${plugin_id} first.`;
  throw new HubError('not_promotable', `${missing} ${remedy}`, { pointer: '/revision' });
}
