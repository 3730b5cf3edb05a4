/** What a scenario adds to the result of its bench. */
export interface ScenarioResult {
  readonly figures: Readonly<Record<string, number>>;
  readonly ratios: Readonly<Record<string, number>>;
  readonly baseline: Readonly<Record<string, number>>;
  readonly peakRssMb: number;
}
