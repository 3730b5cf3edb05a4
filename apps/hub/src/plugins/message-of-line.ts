import { jsonPointer } from '@activity-hub/contracts/api/json-pointer';
import { plainWords } from '@activity-hub/contracts/plain-words';
import { PluginError } from '@activity-hub/contracts/plugin/plugin-error';
import { type PluginMessage, pluginMessage } from '@activity-hub/contracts/plugin/protocol';
import { faultOfBounds } from './bounds-of-message.ts';

const shown = 120;

/** Reads what a plugin wrote. @throws PluginError when it is no message within the bounds */
export function messageOfLine(line: string): PluginMessage {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new PluginError('no_json', { line: JSON.stringify(line.slice(0, shown)) });
  }
  const parsed = pluginMessage.safeParse(value, { error: plainWords });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const path = issue?.path ?? [];
    const code = path[0] === 'manifest' ? 'no_manifest' : 'no_message';
    throw new PluginError(code, { pointer: jsonPointer(path), message: issue?.message ?? '' });
  }
  const fault = faultOfBounds(parsed.data, line.length);
  if (fault !== undefined) throw new PluginError(fault.code, fault.values);
  return parsed.data;
}
