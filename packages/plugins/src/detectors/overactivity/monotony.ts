import type { RateWindow } from './rate-window.ts';

/** How much a busy hour looks like a machine's. Volume alone does not tell: people have busy hours too. */
export interface Monotony {
  /** 0 (like a person) to 1 (like a machine). */
  readonly monotony: number;
  /** Entropy of the event types in bits; 0: one type only. */
  readonly type_entropy: number;
  /** Standard deviation of ln(1 + seconds) of the gaps between events; a clock has 0, a person about 1. */
  readonly gap_spread: number;
  /** Share of the gaps shorter than a second. */
  readonly instant_share: number;
  readonly top_type: string;
}

/**
 * Regularity weighs most (nothing human keeps time to the second), sameness of types next, speed
 * least: uploads by hand also arrive within a second. One mark alone, except a perfect clock, stays
 * below one half: a person who reads one kind of page for an hour reaches 0.3.
 */
const share = { regularity: 0.5, sameness: 0.3, speed: 0.2 };
/** Two bits: four types in equal parts. More variety than that counts as a person's. */
const variedBits = 2;

export function monotonyOf(window: RateWindow): Monotony {
  const types = new Map<string, number>();
  const gaps = { count: 0, sum: 0, squares: 0, instant: 0 };
  for (const bucket of window.buckets) {
    for (const [type, count] of Object.entries(bucket.types)) types.set(type, (types.get(type) ?? 0) + count);
    gaps.count += bucket.gaps.count;
    gaps.sum += bucket.gaps.sum;
    gaps.squares += bucket.gaps.squares;
    gaps.instant += bucket.gaps.instant;
  }
  const entropy = entropyOf([...types.values()]);
  const spread = spreadOf(gaps);
  const instantShare = gaps.count === 0 ? 0 : gaps.instant / gaps.count;
  const [topType] = [...types].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0] ?? [''];
  const monotony =
    share.regularity * Math.max(0, 1 - spread) +
    share.sameness * Math.max(0, 1 - entropy / variedBits) +
    share.speed * instantShare;
  return {
    monotony: rounded(monotony),
    type_entropy: rounded(entropy),
    gap_spread: rounded(spread),
    instant_share: rounded(instantShare),
    top_type: topType,
  };
}

function entropyOf(counts: readonly number[]): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.reduce((bits, count) => bits - (count / total) * Math.log2(count / total), 0);
}

/** Without gaps nothing speaks for a machine. */
function spreadOf({ count, sum, squares }: { count: number; sum: number; squares: number }): number {
  if (count === 0) return 1;
  const mean = sum / count;
  return Math.sqrt(Math.max(0, squares / count - mean * mean));
}

/** Two decimals are what a person can use, and hide the last bits in which sums of floats differ. */
function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
