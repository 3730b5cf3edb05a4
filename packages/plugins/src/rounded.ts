/** A share or a mean as people read it: four decimals; the state keeps what is exact. */
export function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

/** @returns null when there is nothing to have a share of. */
export function shareOf(part: number, whole: number): number | null {
  return whole === 0 ? null : rounded(part / whole);
}
