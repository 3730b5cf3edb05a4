import { type PluginFault, pluginFaultCodes, pluginFaultSentences } from './plugin-fault.ts';
import type { PluginMessage } from './protocol.ts';
import { saidFault } from './said-fault.ts';

/** Why a plugin cannot answer. A code that this hub does not know, or that lacks values, leaves the words beside it. */
export function failedFault({ reason, code, values = {} }: Extract<PluginMessage, { type: 'failed' }>): PluginFault {
  const said = saidFault(reason);
  const known = pluginFaultCodes.find((each) => each === code);
  if (known === undefined) return said;
  const names = [...pluginFaultSentences[known].matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const named = names.flatMap((name): [string, string | number][] => {
    const value = values[name];
    return value === undefined ? [] : [[name, value]];
  });
  return named.length < names.length ? said : { code: known, values: Object.fromEntries(named) };
}
