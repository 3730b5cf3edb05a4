import { jsonPointer } from '@activity-hub/contracts/api/json-pointer';
import { plainWords } from '@activity-hub/contracts/plain-words';
import { PluginError } from '@activity-hub/contracts/plugin/plugin-error';
import { quotingFault } from '@activity-hub/contracts/plugin/plugin-fault';
import { type PluginMessage, pluginMessage } from '@activity-hub/contracts/plugin/protocol';
import { faultOfBounds } from './bounds-of-message.ts';
import { faultsOfIssue } from './faults-of-issue.ts';

const shown = 120;

/** Reads what a plugin wrote. @throws PluginError when it is no message within the bounds */
export function messageOfLine(line: string): PluginMessage {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new PluginError('no_json', { line: JSON.stringify(line.slice(0, shown)) });
  }
  const parsed = pluginMessage.safeParse(value, { error: plainWords, reportInput: true });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const path = issue?.path ?? [];
    const pointer = jsonPointer(path);
    const [fault] = issue !== undefined && path[0] === 'manifest' ? faultsOfIssue(issue) : [];
    if (fault === undefined) throw new PluginError('no_message', { pointer, message: issue?.message ?? '' });
    const { code, values } = quotingFault('no_manifest', 'message', fault, { pointer });
    throw new PluginError(code, values);
  }
  const fault = faultOfBounds(parsed.data, line.length);
  if (fault !== undefined) throw new PluginError(fault.code, fault.values);
  return parsed.data;
}
