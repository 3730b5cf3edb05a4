import { UNSEEN_AFTER_SECONDS } from '@activity-hub/contracts/activity/plugin';
import type { HubError } from '@activity-hub/contracts/errors';
import { pluginFaultOf, quotingFault, type ToldFault } from '@activity-hub/contracts/plugin/plugin-fault';
import { listPluginQuarantines } from '@activity-hub/db/plugins/list-plugin-quarantines';
import { listProcessorStatuses } from '@activity-hub/db/plugins/list-processor-statuses';
import type { PluginRow, RevisionRow } from '@activity-hub/db/plugins/plugin-row';
import { readRevisionProgress } from '@activity-hub/db/plugins/read-revision-progress';
import type { Statements } from '@activity-hub/db/postgres/statements';
import { missingCode } from './missing-code.ts';
import { refusalOfRow } from './refusal-of-row.ts';
import { notPromotable, refusedAct } from './refused-act.ts';
import { revisionNamed, unknownRevision } from './revision-changes.ts';
import { revisionStatuses, type SeenStatus } from './revision-statuses.ts';

/** What is promoted further behind would show figures of long ago until it has caught up. */
const maxEventsBehind = 10_000;

/** Why the promotion was not carried out. */
export function promotionRefusal(outcome: string, pluginId: string, revision: string): HubError {
  if (outcome === 'unknown') return unknownRevision(pluginId, revision);
  if (outcome === 'live') return notPromotable('live_already', { revision });
  return notPromotable(outcome === 'ahead' ? 'ahead_of_live' : 'discarded', { revision });
}

/** A retired revision is behind by its nature, and catches up only once it is live. What is known of how it ran counts. */
export async function demandPromotable(sql: Statements, plugin: PluginRow, revision: string): Promise<void> {
  const { plugin_id: pluginId, live_revision } = plugin;
  const refusal = refusalOfRow(plugin);
  if (refusal !== undefined) {
    const reason = quotingFault('not_promoted', 'reason', refusal, { plugin: pluginId });
    throw refusedAct('not_promotable', reason, { pointer: '/plugin_id' });
  }
  const { state, plugin_version } = await revisionNamed(sql, pluginId, revision);
  // Nobody would run it, and what is live now would be put back in its place a little later.
  const missing = missingCode(plugin, { revision, plugin_version });
  if (missing !== undefined) throw refusedAct('not_promotable', missing, { pointer: '/revision' });
  if (live_revision === null) return;
  await demandAtWork(sql, pluginId, { revision, state });
  if (state !== 'shadow') return;
  const [live, shadow] = await Promise.all([
    readRevisionProgress(sql, pluginId, live_revision),
    readRevisionProgress(sql, pluginId, revision),
  ]);
  if (live - shadow <= maxEventsBehind) return;
  throw notPromotable('far_behind', { revision, events: live - shadow });
}

/** What does not run makes no figures: people would see none, or those of where it stopped. */
async function demandAtWork(
  sql: Statements,
  pluginId: string,
  { revision, state }: Pick<RevisionRow, 'revision' | 'state'>,
): Promise<void> {
  const [seen, quarantines] = await Promise.all([
    listProcessorStatuses(sql, pluginId),
    listPluginQuarantines(sql, pluginId),
  ]);
  const stopped = quarantines.find((one) => one.revision === revision);
  if (stopped !== undefined) throw notAtWork('shadow_quarantined', revision, stopped);
  const status = revisionStatuses(seen, pluginId).find((one) => one.revision === revision);
  if (status?.condition !== 'refused') return;
  const why = { ...status, reason: status.reason ?? '' };
  if (state === 'shadow' && status.age_seconds <= UNSEEN_AFTER_SECONDS)
    throw notAtWork('shadow_refused', revision, why);
  if (state === 'retired' && refusedItsConfiguration(status)) throw notAtWork('retired_refused', revision, why);
}

/**
 * However long ago: neither the configuration of a revision nor its code changes. What else kept it from starting, as
 * memory or a missing Python, may be there by now, and only going back would show.
 */
function refusedItsConfiguration({ reason_code }: SeenStatus): boolean {
  return reason_code === 'config' || reason_code === 'config_at';
}

type NotAtWork = 'shadow_quarantined' | 'shadow_refused' | 'retired_refused';

function notAtWork(code: NotAtWork, revision: string, why: ToldFault): HubError {
  const reason = quotingFault(code, 'reason', pluginFaultOf(why), { revision });
  return refusedAct('not_promotable', reason, { pointer: '/revision' });
}
