import { setTimeout as pause } from 'node:timers/promises';
import type { Act } from '@activity-hub/contracts/access/act';
import type { PluginRollback, RevisionPromotion } from '@activity-hub/contracts/activity/plugin';
import type { HubError } from '@activity-hub/contracts/errors';
import { readWaitingKeys } from '@activity-hub/db/key-history/read-waiting-keys';
import { getLiveRevision } from '@activity-hub/db/plugins/get-live-revision';
import { listPlugins } from '@activity-hub/db/plugins/list-plugins';
import { listRevisions } from '@activity-hub/db/plugins/list-revisions';
import type { RevisionRow } from '@activity-hub/db/plugins/plugin-row';
import { promoteRevision } from '@activity-hub/db/plugins/promote-revision';
import type { Sql } from '@activity-hub/db/postgres/client';
import { auditedChange, type ChangeSources } from './audited-change.ts';
import { isUnattended } from './is-unattended.ts';
import { nameOfActor } from './name-of-actor.ts';
import { unknownPlugin } from './plugin-views.ts';
import { demandPromotable, promotionRefusal } from './promotable.ts';
import { notPromotable, refusedAct } from './refused-act.ts';
import { revisionNamed } from './revision-changes.ts';

/** A plugin hands keys on for milliseconds at a time: whoever comes often enough meets it between two batches. */
const attempts = 20;
const pauseMs = 100;

function demandConfirmation(pluginId: string, confirm: string): void {
  if (confirm === pluginId) return;
  throw refusedAct('invalid_input', { code: 'unconfirmed', values: { plugin: pluginId } }, { pointer: '/confirm' });
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
  const [plugin] = await listPlugins(sources.sql, pluginId);
  if (plugin === undefined) throw unknownPlugin(pluginId);
  const revision = rollback.revision ?? (await formerRevision(sources.sql, pluginId));
  const { state } = await revisionNamed(sources.sql, pluginId, revision);
  if (state === 'shadow') throw notPromotable('never_live', { revision });
  await promoteOften(sources, { pluginId, revision, action: 'plugin.rolled_back', act });
}

/** The first revision was live without being promoted: it counts from when it was made. */
const liveSince = ({ promoted_at, made_at }: RevisionRow): string => promoted_at ?? made_at;

async function formerRevision(sql: Sql, pluginId: string): Promise<string> {
  const revisions = await listRevisions(sql, pluginId, 10_000);
  const [former] = revisions
    .filter(({ state }) => state === 'retired')
    .sort((a, b) => (liveSince(a) < liveSince(b) ? 1 : -1));
  if (former !== undefined) return former.revision;
  throw refusedAct('not_promotable', { code: 'nothing_former', values: {} }, { pointer: '/plugin_id' });
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
  throw await busyWith(sources.sql, wanted);
}

async function busyWith(sql: Sql, { pluginId, revision }: Wanted): Promise<HubError> {
  const live = (await getLiveRevision(sql, pluginId))?.revision ?? '';
  const { events } = await readWaitingKeys(sql, { processor: pluginId, version: live });
  const reason = { code: 'keys_in_hand', values: { events, live, revision } } as const;
  return refusedAct('plugin_busy', reason, { pointer: '/revision', retryAfterSeconds: 2 });
}

async function promoteOnce(sources: ChangeSources, { pluginId, revision, action, act }: Wanted): Promise<boolean> {
  let promoted = false;
  await auditedChange(sources, {
    pluginId,
    action,
    act,
    async work(transaction, plugin) {
      await demandPromotable(transaction, plugin, revision);
      const unattended = await isUnattended(transaction, plugin);
      const outcome = await promoteRevision(transaction, pluginId, revision, nameOfActor(act), { unattended });
      if (outcome === 'busy') return undefined;
      if (outcome !== null) throw promotionRefusal(outcome, pluginId, revision);
      promoted = true;
      return { before: { live_revision: plugin.live_revision }, after: { live_revision: revision } };
    },
  });
  return promoted;
}
