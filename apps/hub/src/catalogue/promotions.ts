import { setTimeout as pause } from 'node:timers/promises';
import type { Act } from '@activity-hub/contracts/access/act';
import type { PluginRollback, RevisionPromotion } from '@activity-hub/contracts/activity/plugin';
import { HubError } from '@activity-hub/contracts/errors';
import { listRevisions } from '@activity-hub/db/plugins/list-revisions';
import type { PluginRow, RevisionRow } from '@activity-hub/db/plugins/plugin-row';
import { promoteRevision } from '@activity-hub/db/plugins/promote-revision';
import { readRevisionProgress } from '@activity-hub/db/plugins/read-revision-progress';
import type { Sql } from '@activity-hub/db/postgres/client';
import type { Statements } from '@activity-hub/db/postgres/statements';
import { auditedChange, type ChangeSources } from './audited-change.ts';
import { nameOfActor } from './name-of-actor.ts';
import { unknownPlugin } from './plugin-views.ts';
import { revisionNamed, unknownRevision } from './revision-changes.ts';

/** A plugin hands keys on for milliseconds at a time: whoever comes often enough meets it between two batches. */
const attempts = 20;
const pauseMs = 100;
/** What is promoted further behind would show figures of long ago until it has caught up. */
const maxEventsBehind = 10_000;

function demandConfirmation(pluginId: string, confirm: string): void {
  if (confirm === pluginId) return;
  const detail = `Confirm with the id of the plugin: ${pluginId}. The figures people see change at once.`;
  throw new HubError('invalid_input', detail, { pointer: '/confirm' });
}

/** Makes a shadow or a retired revision the live one. @throws HubError invalid_input, plugin_busy, not_promotable */
export async function promoteWithConfirmation(
  sources: ChangeSources,
  { plugin_id, revision, confirm }: RevisionPromotion,
  act: Act,
): Promise<void> {
  demandConfirmation(plugin_id, confirm);
  await promoteOften(sources, { pluginId: plugin_id, revision, action: 'plugin.promoted', act });
}

/** Back to a retired revision: the named one, or the one that was live before. */
export async function rollBack(sources: ChangeSources, rollback: PluginRollback, act: Act): Promise<void> {
  const { plugin_id: pluginId, confirm } = rollback;
  demandConfirmation(pluginId, confirm);
  const revision = rollback.revision ?? (await formerRevision(sources.sql, pluginId));
  const { state } = await revisionNamed(sources.sql, pluginId, revision);
  if (state === 'shadow') {
    const detail = `${revision} was never live. Promote it instead.`;
    throw new HubError('not_promotable', detail, { pointer: '/revision' });
  }
  await promoteOften(sources, { pluginId, revision, action: 'plugin.rolled_back', act });
}

/** The first revision was live without being promoted: it counts from when it was made. */
const liveSince = ({ promoted_at, made_at }: RevisionRow): string => promoted_at ?? made_at;

async function formerRevision(sql: Sql, pluginId: string): Promise<string> {
  const revisions = await listRevisions(sql, pluginId, 10_000);
  if (revisions.length === 0) throw unknownPlugin(pluginId);
  const [former] = revisions
    .filter(({ state }) => state === 'retired')
    .sort((a, b) => (liveSince(a) < liveSince(b) ? 1 : -1));
  if (former !== undefined) return former.revision;
  throw new HubError('not_promotable', 'No other revision was live before: there is nothing to go back to.');
}

interface Wanted {
  readonly pluginId: string;
  readonly revision: string;
  readonly action: string;
  readonly act: Act;
}

async function promoteOften(sources: ChangeSources, wanted: Wanted): Promise<void> {
  for (let attempt = 1; attempt <= attempts; attempt++) {
    if (await promoteOnce(sources, wanted)) return;
    await pause(pauseMs);
  }
  const detail = 'The plugin always had events in hand. Try again in a moment, or pause it first.';
  throw new HubError('plugin_busy', detail, { retryAfterSeconds: 2 });
}

async function promoteOnce(sources: ChangeSources, { pluginId, revision, action, act }: Wanted): Promise<boolean> {
  let promoted = false;
  await auditedChange(sources, {
    pluginId,
    action,
    act,
    async work(transaction, plugin) {
      await demandPromotable(transaction, plugin, revision);
      const outcome = await promoteRevision(transaction, pluginId, revision, nameOfActor(act));
      if (outcome === 'busy') return undefined;
      if (outcome !== null) throw refusalOf(outcome, pluginId, revision);
      promoted = true;
      return { before: { live_revision: plugin.live_revision }, after: { live_revision: revision } };
    },
  });
  return promoted;
}

function refusalOf(outcome: string, pluginId: string, revision: string): HubError {
  if (outcome === 'unknown') return unknownRevision(pluginId, revision);
  return new HubError('not_promotable', `${revision} ${sentenceOf(outcome)}`, { pointer: '/revision' });
}

function sentenceOf(outcome: string): string {
  if (outcome === 'live') return 'is the live revision already.';
  if (outcome === 'ahead')
    return 'stands ahead of the live revision, and nobody would derive for what lies between. Wait until the live one has caught up.';
  return 'was discarded, and its states with it. Configure a new revision.';
}

/** A retired revision is behind by its nature, and catches up only once it is live. */
async function demandPromotable(sql: Statements, plugin: PluginRow, revision: string): Promise<void> {
  const { plugin_id: pluginId, live_revision } = plugin;
  if (plugin.refusal !== null)
    throw new HubError('not_promotable', `${pluginId} cannot run on this hub: ${plugin.refusal}`);
  const { state, plugin_version } = await revisionNamed(sql, pluginId, revision);
  // Of what is installed, several versions may lie side by side; the process role knows.
  if (plugin.provenance === 'shipped' && plugin_version !== plugin.manifest.version) {
    const detail = `${revision} needs code of version ${plugin_version}, and ${plugin.manifest.version} is installed.`;
    throw new HubError('not_promotable', `${detail} Install that version first.`, { pointer: '/revision' });
  }
  if (state !== 'shadow' || live_revision === null) return;
  const [live, shadow] = await Promise.all([
    readRevisionProgress(sql, pluginId, live_revision),
    readRevisionProgress(sql, pluginId, revision),
  ]);
  if (live - shadow <= maxEventsBehind) return;
  const detail = `${revision} is ${(live - shadow).toLocaleString('en-US')} events behind the live revision. Wait until it has caught up.`;
  throw new HubError('not_promotable', detail, { pointer: '/revision' });
}
