export interface SkippedTest {
  readonly name: string;
  readonly reason: string | undefined;
}

export interface FailedTest {
  readonly name: string;
  /** What the test said, as it said it. */
  readonly message: string;
}

/** What one runner found. */
export interface TestTotals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly SkippedTest[];
  /** Those of `failed` that have a name: a runner that broke has none. */
  readonly failures: readonly FailedTest[];
  /** Passed, but not at the first try: see docs/decisions/016. */
  readonly unsteady: readonly FailedTest[];
}

export const NO_TESTS: TestTotals = { passed: 0, failed: 0, skipped: [], failures: [], unsteady: [] };

/** A runner that broke before it could count must not look like one without failures. */
export function trustedTotals(totals: TestTotals | undefined, exitCode: number): TestTotals {
  const counted = totals ?? NO_TESTS;
  const silent = (totals === undefined || exitCode !== 0) && counted.failed === 0;
  return silent ? { ...counted, failed: 1 } : counted;
}

/** Why tests were skipped, one line each: a skip that nobody reads is a test that nobody has. */
export function skipLines(all: readonly TestTotals[]): string[] {
  return all.flatMap(({ skipped }) =>
    skipped.map(({ name, reason }) => `skipped: ${name}: ${reason ?? 'no reason given'}`),
  );
}

const MESSAGE_LINES = 12;

/** What failed, once more and last: whoever reads only the end of a long output finds it there. */
export function failureLines(all: readonly TestTotals[]): string[] {
  return [
    ...all.flatMap(({ unsteady }) => unsteady.map((test) => told('unsteady, passed at the second try', test))),
    ...all.flatMap(({ failures }) => failures.map((test) => told('failed', test))),
  ];
}

function told(what: string, { name, message }: FailedTest): string {
  const lines = message.trim().split('\n').slice(0, MESSAGE_LINES);
  return [`${what}: ${name}`, ...lines.map((line) => `    ${line}`)].join('\n');
}

/** The last line of `npm test`, which other programs read. */
export function sumLine(all: readonly TestTotals[]): string {
  const sum = (count: (totals: TestTotals) => number) => all.reduce((total, totals) => total + count(totals), 0);
  const skipped = sum((totals) => totals.skipped.length);
  const line = `${sum((totals) => totals.passed)} passed, ${sum((totals) => totals.failed)} failed`;
  return skipped === 0 ? line : `${line}, ${skipped} skipped`;
}
