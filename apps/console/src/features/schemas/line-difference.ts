/** One row of two texts side by side; a side without a line is undefined. */
export interface ComparedLine {
  /** From 0. */
  readonly row: number;
  readonly kind: 'same' | 'changed';
  readonly left: string | undefined;
  readonly right: string | undefined;
}

/** Above this many pairs the table of common lines would stall the page; then only equal ends are matched. */
const maxPairs = 4_000_000;

/**
 * Two texts line by line, so that equal lines stand beside each other: the longest common subsequence.
 * Runs of lines that differ are laid side by side as far as they go.
 */
export function compareLines(left: string, right: string): readonly ComparedLine[] {
  const before = left.split('\n');
  const after = right.split('\n');
  const compared: ComparedLine[] = [];
  let atLeft = 0;
  let atRight = 0;
  for (const [common, other] of [...commonLines(before, after), [before.length, after.length] as const]) {
    const gap = Math.max(common - atLeft, other - atRight);
    for (let step = 0; step < gap; step += 1) {
      const leftAt = atLeft + step;
      const rightAt = atRight + step;
      compared.push({
        row: compared.length,
        kind: 'changed',
        left: leftAt < common ? before[leftAt] : undefined,
        right: rightAt < other ? after[rightAt] : undefined,
      });
    }
    if (common < before.length)
      compared.push({ row: compared.length, kind: 'same', left: before[common], right: after[other] });
    atLeft = common + 1;
    atRight = other + 1;
  }
  return compared;
}

/** Places of the common lines on both sides, in order. */
function commonLines(before: readonly string[], after: readonly string[]): readonly (readonly [number, number])[] {
  if (before.length * after.length > maxPairs) return equalBeginning(before, after);
  const width = after.length + 1;
  // lengths[i * width + j]: common lines of what is left from line i and line j on.
  const lengths = new Uint32Array((before.length + 1) * width);
  const length = (i: number, j: number): number => lengths[i * width + j] ?? 0;
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      lengths[i * width + j] =
        before[i] === after[j] ? length(i + 1, j + 1) + 1 : Math.max(length(i + 1, j), length(i, j + 1));
    }
  }
  const common: [number, number][] = [];
  for (let i = 0, j = 0; i < before.length && j < after.length; ) {
    if (before[i] === after[j]) common.push([i++, j++]);
    else if (length(i + 1, j) >= length(i, j + 1)) i += 1;
    else j += 1;
  }
  return common;
}

function equalBeginning(before: readonly string[], after: readonly string[]): readonly (readonly [number, number])[] {
  const end = before.findIndex((line, at) => line !== after[at]);
  return Array.from({ length: end === -1 ? before.length : end }, (_, at) => [at, at] as const);
}
