/** The q-quantile (nearest rank) of unordered samples; 0 without samples. */
export function quantile(samples: readonly number[], q: number): number {
  const ordered = samples.toSorted((a, b) => a - b);
  return ordered[Math.min(ordered.length - 1, Math.ceil(q * ordered.length) - 1)] ?? 0;
}
