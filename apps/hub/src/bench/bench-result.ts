/** What every bench prints last, as one JSON object. Rates are per second, times in milliseconds. */
export interface BenchResult {
  readonly name: string;
  readonly figures: Readonly<Record<string, number>>;
  /** Compare these between machines, never the figures. */
  readonly ratios: Readonly<Record<string, number>>;
  readonly baseline: Readonly<Record<string, number>>;
  readonly peakRssMb: number;
}
