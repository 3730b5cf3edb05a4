export interface SkippedTest {
  readonly name: string;
  readonly reason: string | undefined;
}

/** What one runner found. */
export interface TestTotals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly SkippedTest[];
}

/** A runner that broke before it could count must not look like one without failures. */
export function trustedTotals(totals: TestTotals | undefined, exitCode: number): TestTotals {
  const counted = totals ?? { passed: 0, failed: 0, skipped: [] };
  const silent = (totals === undefined || exitCode !== 0) && counted.failed === 0;
  return silent ? { ...counted, failed: 1 } : counted;
}

/** Why tests were skipped, one line each: a skip that nobody reads is a test that nobody has. */
export function skipLines(all: readonly TestTotals[]): string[] {
  return all.flatMap(({ skipped }) =>
    skipped.map(({ name, reason }) => `skipped: ${name}: ${reason ?? 'no reason given'}`),
  );
}

/** The last line of `npm test`, which other programs read. */
export function sumLine(all: readonly TestTotals[]): string {
  const sum = (count: (totals: TestTotals) => number) => all.reduce((total, totals) => total + count(totals), 0);
  const skipped = sum((totals) => totals.skipped.length);
  const line = `${sum((totals) => totals.passed)} passed, ${sum((totals) => totals.failed)} failed`;
  return skipped === 0 ? line : `${line}, ${skipped} skipped`;
}
