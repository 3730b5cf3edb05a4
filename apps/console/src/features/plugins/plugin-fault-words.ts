import { type PluginFault, type PluginFaultCode, pluginFaultCodes } from '@activity-hub/contracts/plugin/plugin-fault';

/** What `say` makes of a fault. What happened the last time is said first: the sentence quotes it. */
export function pluginFaultWords(
  say: (code: PluginFaultCode, values: PluginFault['values']) => string,
  { code, values }: PluginFault,
): string {
  const inner = pluginFaultCodes.find((each) => each === values['last_code']);
  return say(code, inner === undefined ? values : { ...values, last: say(inner, values) });
}
