import {
  type PluginFault,
  type PluginFaultCode,
  type PluginFaultValues,
  pluginFaultCodes,
  pluginFaultSentences,
  quotedFaults,
} from '@activity-hub/contracts/plugin/plugin-fault';

type Say = (code: PluginFaultCode, values: PluginFaultValues) => string;

const quotes = ['reason', 'last', 'message'];

/** What `say` makes of a fault. Others that its sentence quotes are said first. */
export function pluginFaultWords(say: Say, { code, values }: PluginFault): string {
  const said = quotes.flatMap((name): [string, string][] => {
    const quoted = quotedAs(name, { code, values });
    return quoted === undefined ? [] : [[name, pluginFaultWords(say, quoted)]];
  });
  const faults = quotedFaults(values).map((each) => pluginFaultWords(say, each));
  if (faults.length > 0) said.push(['faults', faults.join(' ')]);
  return say(code, { ...values, ...Object.fromEntries(said) });
}

function quotedAs(name: string, { code, values }: PluginFault): PluginFault | undefined {
  const { [`${name}_code`]: quoted, ...others } = values;
  const known = pluginFaultCodes.find((each) => each === quoted);
  if (known === undefined || !pluginFaultSentences[code].includes(`{${name}}`)) return undefined;
  return { code: known, values: others };
}

/** A newer hub may say what this console has no words for. */
export function isKnownFault({ code }: PluginFault): boolean {
  return Object.hasOwn(pluginFaultSentences, code);
}
