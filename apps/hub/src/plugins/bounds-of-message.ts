import type { PluginFault } from '@activity-hub/contracts/plugin/plugin-fault';
import { type PluginMessage, PROTOCOL_LIMITS } from '@activity-hub/contracts/plugin/protocol';

const { maxDepth, maxStateBytes } = PROTOCOL_LIMITS;

/** What in an answer is larger or deeper than it may be; undefined: nothing. @param length of the line it came in */
export function faultOfBounds(message: PluginMessage, length: number): PluginFault | undefined {
  // UTF-8 is at most three bytes for a unit of UTF-16: a short line holds nothing large.
  const measured = length * 3 > maxStateBytes;
  for (const [name, value] of jsonOf(message)) {
    if (isDeeper(value, maxDepth)) return { code: 'too_deep', values: { part: name, levels: maxDepth } };
    if (measured && Buffer.byteLength(JSON.stringify(value)) > maxStateBytes)
      return { code: 'too_large', values: { part: name, kib: maxStateBytes / 1024 } };
  }
  return undefined;
}

function* jsonOf(message: PluginMessage): Generator<readonly [string, unknown]> {
  if (message.type === 'folded') {
    for (const { state, view, steps } of message.answers) {
      yield ['state', state];
      yield ['view', view];
      for (const { derived } of steps) for (const { payload } of derived) yield ['payload', payload];
    }
  } else if (message.type === 'inspected') {
    for (const { state, findings } of message.answers) {
      yield ['state', state];
      for (const { evidence } of findings) yield ['evidence', evidence];
    }
  } else if (message.type === 'ready') yield ['config_schema', message.manifest.config_schema];
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  for (const each of Object.values(value)) if (isDeeper(each, levels - 1)) return true;
  return false;
}
