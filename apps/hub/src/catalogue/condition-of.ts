import { type DesiredState, type PluginCondition, UNSEEN_AFTER_SECONDS } from '@activity-hub/contracts/activity/plugin';
import type { PluginRow } from '@activity-hub/db/plugins/plugin-row';
import type { SeenStatus } from './revision-statuses.ts';

/** Where it should not run any more, a few seconds of silence say that it stopped. */
const stoppedAfterSeconds = 5;

export function desiredStateOf({ enabled, paused }: Pick<PluginRow, 'enabled' | 'paused'>): DesiredState {
  if (!enabled) return 'disabled';
  return paused ? 'paused' : 'running';
}

export interface JudgedPlugin {
  readonly plugin: Pick<PluginRow, 'enabled' | 'paused' | 'refusal'>;
  /** Of the live revision. */
  readonly status: SeenStatus | undefined;
  readonly quarantine: { readonly reason: string } | undefined;
}

/** How the live revision really is: what was wanted counts only where nothing runs that could say otherwise. */
export function conditionOf({ plugin, status, quarantine }: JudgedPlugin): {
  readonly condition: PluginCondition;
  readonly reason: string | null;
} {
  const desired = desiredStateOf(plugin);
  const cannotRun = plugin.refusal !== null || quarantine !== undefined;
  if (cannotRun && desired === 'disabled') return { condition: 'disabled', reason: null };
  if (plugin.refusal !== null) return { condition: 'refused', reason: plugin.refusal };
  if (quarantine !== undefined) return { condition: 'quarantined', reason: quarantine.reason };
  const age = status?.age_seconds ?? Number.POSITIVE_INFINITY;
  if (desired !== 'running' && (age > stoppedAfterSeconds || status?.condition === 'stopped'))
    return { condition: desired, reason: null };
  if (status !== undefined && age <= UNSEEN_AFTER_SECONDS)
    return { condition: status.condition, reason: status.reason };
  const reason =
    'The process role has said nothing of it lately. See whether it runs, and whether the code of the live revision is installed.';
  return { condition: 'unseen', reason };
}
