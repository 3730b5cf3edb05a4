import { type PluginFault, pluginFaultSentence, pluginFaultSentences } from './plugin-fault.ts';

/** As Node and Python tell it; the hint of Node names a flag that no author can set. */
const refusedToWrite = /--allow-fs-write|\bEROFS\b|\[Errno 30\]/;
const refusedToReach = /Use --allow-[a-z-]+ to manage permissions|\bENETUNREACH\b|\[Errno 1\]/;

/** What a plugin said when it failed; mostly there are only its own words. */
export function saidFault(said: string): PluginFault {
  return sandboxFault(said) ?? { code: 'threw', values: { message: said } };
}

/** What a plugin said of an event it failed at, as its author should read it. */
export function failureInWords(said: string): string {
  return pluginFaultSentence(saidFault(said));
}

/** The fault of a plugin that its sandbox refused something, by what it said, or by the sentence that was made of it. */
export function sandboxFault(text: string): PluginFault | undefined {
  if (refusedToWrite.test(text)) return refused('writes_files', text);
  return refusedToReach.test(text) ? refused('out_of_reach', text) : undefined;
}

function refused(code: 'writes_files' | 'out_of_reach', text: string): PluginFault {
  const [opening = ''] = pluginFaultSentences[code].split('{said}', 1);
  return { code, values: { said: text.startsWith(opening) ? text.slice(opening.length) : text } };
}
