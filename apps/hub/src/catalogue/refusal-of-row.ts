import { type PluginFault, pluginFaultOf } from '@activity-hub/contracts/plugin/plugin-fault';
import type { PluginRow } from '@activity-hub/db/plugins/plugin-row';

type Refusal = Pick<PluginRow, 'refusal' | 'refusal_code' | 'refusal_values'>;

/** Why a plugin cannot run; undefined when it can. */
export function refusalOfRow({ refusal, refusal_code, refusal_values }: Refusal): PluginFault | undefined {
  if (refusal === null) return undefined;
  return pluginFaultOf({ reason: refusal, reason_code: refusal_code, reason_values: refusal_values });
}
