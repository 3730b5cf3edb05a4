import {
  type PluginFault,
  type PluginFaultCode,
  type PluginFaultValues,
  pluginFaultCodes,
  pluginFaultSentences,
} from '@activity-hub/contracts/plugin/plugin-fault';

type Say = (code: PluginFaultCode, values: PluginFaultValues) => string;

const quotes = ['reason', 'last'];

/** What `say` makes of a fault. Another one that its sentence quotes is said first. */
export function pluginFaultWords(say: Say, { code, values }: PluginFault): string {
  const said = quotes.flatMap((name): [string, string][] => {
    const quoted = quotedAs(name, { code, values });
    return quoted === undefined ? [] : [[name, pluginFaultWords(say, quoted)]];
  });
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
