import {
  type PluginFault,
  type PluginSaying,
  pluginFaultSentence,
  type ToldFault,
} from '@activity-hub/contracts/plugin/plugin-fault';

const maxLength = 2_000;

/** As it is kept. It quotes the plugin, which may have failed on just the text that PostgreSQL cannot hold either. */
export function storableFault(fault: PluginFault): ToldFault {
  const values = Object.entries(fault.values).map(([name, value]) => [
    name,
    typeof value === 'string' ? storable(value) : value,
  ]);
  return {
    reason: storable(pluginFaultSentence(fault)),
    reason_code: fault.code,
    reason_values: Object.fromEntries(values),
  };
}

/** What a plugin printed has no code. */
export function storableSaying(saying: PluginSaying): ToldFault {
  if (typeof saying !== 'string') return storableFault(saying);
  return { reason: storable(saying), reason_code: null, reason_values: null };
}

function storable(text: string): string {
  return text.replaceAll('\0', '').slice(0, maxLength).toWellFormed();
}
