import { RE2JS } from '@bufbuild/re2';
import { regexSize } from './regex-size.ts';

/**
 * A compiled pattern remembers what it met, at most a state of some two kilobytes for each character: so all of them begin
 * anew after so many characters, and large ones are not kept.
 */
const kept = { patterns: 1_000, size: 100, characters: 100_000 };

const compiled = new Map<string, RE2JS>();
let characters = 0;

/**
 * What `matches` of standard CEL does, which compiles the pattern at every call.
 * @throws Error when RE2 does not take the pattern: it has neither look-around nor back-references.
 */
export function matchesPattern(text: string, pattern: string): boolean {
  characters += text.length;
  if (characters > kept.characters || compiled.size >= kept.patterns) {
    compiled.clear();
    characters = text.length;
  }
  return (compiled.get(pattern) ?? compile(pattern)).test(text);
}

function compile(pattern: string): RE2JS {
  const made = RE2JS.compile(pattern);
  if (regexSize(pattern) <= kept.size) compiled.set(pattern, made);
  return made;
}
