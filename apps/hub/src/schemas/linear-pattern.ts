import { RE2JS } from 're2js';

/** Longer patterns are programs, not rules. */
const maxPatternLength = 512;
/** Instructions of the compiled pattern. Matching costs at most this times the length of the text. */
const maxProgramSize = 1_000;

export interface LinearPattern {
  test(text: string): boolean;
  /** How much one character of a text costs at most. */
  readonly size: number;
  /** The pattern: ajv tells patterns apart by their text, and takes all that have none for one. */
  toString(): string;
}

const compiled = new Map<string, LinearPattern | string>();
const maxKnown = 1_000;

function compile(pattern: string): LinearPattern | string {
  if (pattern.length > maxPatternLength) return `it has ${pattern.length} characters, more than ${maxPatternLength}`;
  try {
    const program = RE2JS.compile(RE2JS.translateRegExp(pattern));
    const size = program.programSize();
    if (size > maxProgramSize) return `its repetitions make it too large (${size} steps, at most ${maxProgramSize})`;
    return { test: (text) => program.matcher(text).find(), size, toString: () => pattern };
  } catch (failure) {
    return failure instanceof Error ? failure.message.replace('error parsing regexp: ', '') : 'it cannot be read';
  }
}

/**
 * A pattern by RE2, in time linear in the text whatever the pattern is: a backtracking engine takes minutes
 * for `(a+)+$`. Look-around and back-references do not exist there.
 * @returns why it cannot be taken, as a text
 */
export function linearPattern(pattern: string): LinearPattern | string {
  const known = compiled.get(pattern);
  if (known !== undefined) return known;
  const made = compile(pattern);
  if (compiled.size >= maxKnown) compiled.clear();
  compiled.set(pattern, made);
  return made;
}

/** The engine in the form ajv asks for. */
export const linearRegExp = Object.assign(
  (pattern: string): LinearPattern => {
    const made = linearPattern(pattern);
    if (typeof made === 'string') throw new Error(`The pattern ${JSON.stringify(pattern)} cannot be taken: ${made}.`);
    return made;
  },
  { code: 'linearRegExp' },
);
