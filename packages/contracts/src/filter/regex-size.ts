interface Frame {
  total: number;
  last: number;
}

const repetition = /\{(\d+)(?:,(\d*))?\}/y;

/**
 * About how many states a regular expression (RE2) has once its counted repetitions are written out. RE2 is linear in
 * the text but every character may visit every state: `(a{0,1000})*$` over 50,000 characters takes five seconds, so
 * the size has to be part of the bill.
 */
export function regexSize(pattern: string): number {
  const frames: Frame[] = [];
  let frame: Frame = { total: 0, last: 0 };
  let at = 0;
  const add = (size: number): void => {
    frame.total += size;
    frame.last = size;
  };
  while (at < pattern.length) {
    const char = pattern[at];
    repetition.lastIndex = at;
    const counted = char === '{' ? repetition.exec(pattern) : null;
    if (counted !== null) {
      const times = Math.max(1, Number(counted[1]), Number(counted[2] ?? 0));
      frame.total += frame.last * (times - 1);
      frame.last *= times;
      at += counted[0].length;
    } else if (char === '(') {
      frames.push(frame);
      frame = { total: 1, last: 0 };
      at += 1;
    } else if (char === ')') {
      const inner = frame.total;
      frame = frames.pop() ?? { total: 0, last: 0 };
      add(inner);
      at += 1;
    } else {
      add(1);
      at = char === '\\' ? at + 2 : char === '[' ? endOfClass(pattern, at) : at + 1;
    }
  }
  return Math.max(
    1,
    frames.reduce((sum, { total }) => sum + total, frame.total),
  );
}

/** Where a character class ends: `]` right after the bracket and `[:alpha:]` inside do not end it. */
function endOfClass(pattern: string, open: number): number {
  let at = open + 1;
  if (pattern[at] === '^') at += 1;
  if (pattern[at] === ']') at += 1;
  while (at < pattern.length && pattern[at] !== ']') {
    const named = pattern.startsWith('[:', at) ? pattern.indexOf(':]', at + 2) : -1;
    at = named > 0 ? named + 2 : at + (pattern[at] === '\\' ? 2 : 1);
  }
  return at + 1;
}
