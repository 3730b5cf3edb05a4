import { type ErrorCode, HubError } from '@activity-hub/contracts/errors';
import {
  type PluginFault,
  type PluginFaultValues,
  pluginFaultSentence,
} from '@activity-hub/contracts/plugin/plugin-fault';

/** Why an act with a plugin is refused: its detail is the sentence of the reason. */
export function refusedAct(
  code: ErrorCode,
  reason: PluginFault,
  options: { pointer?: string; retryAfterSeconds?: number } = {},
): HubError {
  return new HubError(code, pluginFaultSentence(reason), { ...options, reasons: [reason] });
}

/** Of most acts: the revision it names is the place. */
export function notPromotable(code: PluginFault['code'], values: PluginFaultValues): HubError {
  return refusedAct('not_promotable', { code, values }, { pointer: '/revision' });
}
