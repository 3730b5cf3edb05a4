import type { PluginFault } from '@activity-hub/contracts/plugin/plugin-fault';
import { sandboxFault } from '@activity-hub/contracts/plugin/said-fault';

/** What `unshare` of util-linux says, about its own signals, when SIGKILL ended what it started. */
export const killedBehindUnshare = 'unshare: sigprocmask unblock failed';

/** Why the process of a plugin ended by itself. @param lastWords the last line of its standard error */
export function faultOfEnd(code: number | null, signal: NodeJS.Signals | null, lastWords: string): PluginFault {
  if (signal === 'SIGKILL' || lastWords.startsWith(killedBehindUnshare)) return { code: 'killed', values: {} };
  if (code === 0 && lastWords === '') return { code: 'ended_silently', values: {} };
  const how = signal ?? `exit ${code}`;
  if (lastWords === '') return { code: 'ended', values: { how } };
  return sandboxFault(lastWords) ?? { code: 'ended_saying', values: { how, said: lastWords } };
}
