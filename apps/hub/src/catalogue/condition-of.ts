import { type DesiredState, type PluginSummary, UNSEEN_AFTER_SECONDS } from '@activity-hub/contracts/activity/plugin';
import { pluginFaultSentence, type ToldFault } from '@activity-hub/contracts/plugin/plugin-fault';
import type { StoppedRevision } from '@activity-hub/db/plugins/list-plugin-quarantines';
import type { PluginRow } from '@activity-hub/db/plugins/plugin-row';
import type { SeenStatus } from './revision-statuses.ts';

/** Where it should not run any more, a few seconds of silence say that it stopped. */
const stoppedAfterSeconds = 5;

export function desiredStateOf({ enabled, paused }: Pick<PluginRow, 'enabled' | 'paused'>): DesiredState {
  if (!enabled) return 'disabled';
  return paused ? 'paused' : 'running';
}

export interface JudgedPlugin {
  readonly plugin: Pick<PluginRow, 'enabled' | 'paused' | 'refusal' | 'refusal_code' | 'refusal_values' | 'starting'>;
  /** Of the live revision. */
  readonly status: SeenStatus | undefined;
  readonly quarantine: ToldFault | undefined;
}

/** A plugin with what is known of its live revision, among what is known of all of them. */
export function withLive(
  plugin: JudgedPlugin['plugin'] & Pick<PluginRow, 'live_revision'>,
  statuses: readonly SeenStatus[],
  stopped: readonly StoppedRevision[],
): JudgedPlugin {
  const isLive = ({ revision }: { readonly revision: string }): boolean => revision === plugin.live_revision;
  return { plugin, status: statuses.find(isLive), quarantine: stopped.find(isLive) };
}

type JudgedCondition = Pick<PluginSummary, 'condition' | 'reason' | 'reason_code' | 'reason_values'>;

const noReason = { reason: null, reason_code: null, reason_values: null };

/** How the live revision really is: what was wanted counts only where nothing runs that could say otherwise. */
export function conditionOf({ plugin, status, quarantine }: JudgedPlugin): JudgedCondition {
  const desired = desiredStateOf(plugin);
  const cannotRun = plugin.refusal !== null || quarantine !== undefined;
  if (cannotRun && desired === 'disabled') return { condition: 'disabled', ...noReason };
  if (plugin.refusal !== null) {
    const { refusal: reason, refusal_code: reason_code, refusal_values: reason_values } = plugin;
    return { condition: 'refused', reason, reason_code, reason_values };
  }
  if (quarantine !== undefined) return { condition: 'quarantined', ...toldOf(quarantine) };
  const age = status?.age_seconds ?? Number.POSITIVE_INFINITY;
  if (desired !== 'running' && (age > stoppedAfterSeconds || status?.condition === 'stopped'))
    return { condition: desired, ...noReason };
  if (status !== undefined && age <= UNSEEN_AFTER_SECONDS) return { condition: status.condition, ...toldOf(status) };
  if (plugin.starting) return { condition: 'starting', ...noReason };
  const reason = pluginFaultSentence({ code: 'unseen', values: {} });
  return { condition: 'unseen', reason, reason_code: 'unseen', reason_values: {} };
}

function toldOf({ reason, reason_code, reason_values }: Omit<JudgedCondition, 'condition'>) {
  return { reason, reason_code, reason_values };
}
