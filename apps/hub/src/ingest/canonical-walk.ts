/** What one walk over a parsed value brings home. */
export interface CanonicalWalk {
  /** RFC 8785; equal to `canonicalJson` of the contracts (a property test compares them). */
  readonly text: string;
  readonly keys: number;
}

interface Tally {
  keys: number;
}

function isSorted(keys: readonly string[]): boolean {
  for (let at = 1; at < keys.length; at++) {
    if ((keys[at - 1] ?? '') > (keys[at] ?? '')) return false;
  }
  return true;
}

/** @returns undefined when deeper than `room` */
function write(value: unknown, room: number, tally: Tally): string | undefined {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (room === 0) return undefined;
  let text = '';
  if (Array.isArray(value)) {
    for (const item of value) {
      const inner = write(item, room - 1, tally);
      if (inner === undefined) return undefined;
      text += text === '' ? inner : `,${inner}`;
    }
    return `[${text}]`;
  }
  const members = value as Readonly<Record<string, unknown>>;
  const keys = Object.keys(members);
  if (!isSorted(keys)) keys.sort();
  tally.keys += keys.length;
  for (const key of keys) {
    const inner = write(members[key], room - 1, tally);
    if (inner === undefined) return undefined;
    const member = `${JSON.stringify(key)}:${inner}`;
    text += text === '' ? member : `,${member}`;
  }
  return `{${text}}`;
}

/**
 * Canonical text, number of keys and the bound on depth in ONE walk. The `canonicalize` package would
 * need a second walk for the other two, and guards against values that `JSON.parse` cannot make.
 * The value must come from `JSON.parse` of a text without faults (`inspectJson`).
 * @returns undefined when it is nested deeper than `maxDepth`.
 */
export function canonicalWalk(value: unknown, maxDepth: number): CanonicalWalk | undefined {
  const tally: Tally = { keys: 0 };
  const text = write(value, maxDepth, tally);
  return text === undefined ? undefined : { text, keys: tally.keys };
}
