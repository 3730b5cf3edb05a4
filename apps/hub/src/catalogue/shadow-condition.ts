import {
  type PluginShadow,
  STANDS_STILL_AFTER_SECONDS,
  UNSEEN_AFTER_SECONDS,
} from '@activity-hub/contracts/activity/plugin';
import { type PluginFault, pluginFaultSentence, type ToldFault } from '@activity-hub/contracts/plugin/plugin-fault';
import type { ListedPlugin, ListedShadow } from '@activity-hub/db/plugins/list-plugins';
import { conditionOf } from './condition-of.ts';
import { missingCode } from './missing-code.ts';
import type { SeenStatus } from './revision-statuses.ts';

export interface JudgedShadow {
  readonly plugin: Pick<ListedPlugin, 'plugin_id' | 'provenance' | 'versions' | 'enabled' | 'paused'>;
  readonly shadow: ListedShadow;
  readonly status: SeenStatus | undefined;
  readonly quarantine: ToldFault | undefined;
}

/** Of its plugin the newest code may be refused, and the shadow be of an earlier one. */
const notRefused = { refusal: null, refusal_code: null, refusal_values: null };

/** How a shadow is, and why it is not built any further. */
export function shadowCondition({ plugin, shadow, status, quarantine }: JudgedShadow): PluginShadow {
  const { revision, plugin_version, age_seconds: sinceChange } = shadow;
  const starting = shadow.starting || sinceChange < UNSEEN_AFTER_SECONDS;
  const judged = conditionOf({ plugin: { ...plugin, ...notRefused, starting }, status, quarantine });
  const missing = judged.condition === 'unseen' ? missingCode(plugin, { revision, plugin_version }) : undefined;
  if (missing !== undefined) return { revision, condition: 'unseen', ...toldOf(missing) };
  if (judged.condition !== 'running' || status === undefined) return { revision, ...judged };
  const still = Math.min(status.still_seconds, sinceChange);
  if (status.lag_events === 0 || still <= STANDS_STILL_AFTER_SECONDS) return { revision, ...judged };
  // How long exactly would be another sentence every minute.
  const values = { minutes: STANDS_STILL_AFTER_SECONDS / 60, events: status.lag_events };
  return { revision, condition: 'running', ...toldOf({ code: 'stands_still', values }) };
}

function toldOf(fault: PluginFault): ToldFault {
  return { reason: pluginFaultSentence(fault), reason_code: fault.code, reason_values: { ...fault.values } };
}
