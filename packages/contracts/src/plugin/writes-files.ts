import { type PluginFault, pluginFaultSentence, pluginFaultSentences } from './plugin-fault.ts';

/** As Node and Python tell it; the hint of Node names a flag that no author can set. */
const refusedToWrite = /--allow-fs-write|\bEROFS\b|\[Errno 30\]/;
const [opening] = pluginFaultSentences.writes_files.split('{said}', 1) as [string];

/** The fault of a plugin that was refused to write a file, by what it said, or by the sentence that was made of it. */
export function writesFilesFault(text: string): PluginFault | undefined {
  if (!refusedToWrite.test(text)) return undefined;
  return { code: 'writes_files', values: { said: text.startsWith(opening) ? text.slice(opening.length) : text } };
}

/** What a plugin said when it failed; mostly there are only its own words. */
export function saidFault(said: string): PluginFault {
  return writesFilesFault(said) ?? { code: 'threw', values: { message: said } };
}

/** What a plugin said of an event it failed at, as its author should read it. */
export function failureInWords(said: string): string {
  return pluginFaultSentence(saidFault(said));
}
