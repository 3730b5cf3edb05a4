import { openBrace } from './json-bytes.ts';

/**
 * The same text of a JSON object, in one piece. V8 keeps a text made by `+` as a tree of its parts until
 * somebody reads a character; the parts of all events on their way (some forty each) are then copied by every
 * collection of the young generation. Joined at once they are garbage at once: 18.5 to 12.2 µs of CPU per event
 * for reading, preparing and collecting in batches of 500, eight on their way.
 */
export function joinedObject(text: string): string {
  if (text.charCodeAt(0) !== openBrace) throw new Error('The text of an object does not begin with a brace.');
  return text;
}
