import { type PluginMessage, pluginMessage } from '@activity-hub/contracts/plugin/protocol';
import { faultOfBounds } from './bounds-of-message.ts';

const shown = 120;

/** Reads what a plugin wrote. @throws Error with a sentence about it when it is no message within the bounds */
export function messageOfLine(line: string): PluginMessage {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new Error(`It wrote a line that is not JSON: ${JSON.stringify(line.slice(0, shown))}.`);
  }
  const parsed = pluginMessage.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const pointer = (issue?.path ?? []).map((part) => `/${String(part)}`).join('');
    throw new Error(`It wrote a message that does not fit the protocol at "${pointer}": ${issue?.message ?? ''}.`);
  }
  const fault = faultOfBounds(parsed.data, line.length);
  if (fault !== undefined) throw new Error(fault);
  return parsed.data;
}
