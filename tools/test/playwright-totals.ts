import type { SkippedTest, TestTotals } from './test-totals.ts';

/** The part of Playwright's JSON report that is counted. */
interface Report {
  readonly suites?: readonly Suite[];
  readonly errors?: readonly unknown[];
}
interface Suite {
  readonly suites?: readonly Suite[];
  readonly specs?: readonly Spec[];
}
interface Spec {
  readonly title: string;
  readonly file: string;
  readonly tests: ReadonlyArray<{
    readonly status: 'expected' | 'unexpected' | 'flaky' | 'skipped';
    readonly annotations?: ReadonlyArray<{ readonly type: string; readonly description?: string }>;
  }>;
}

/** A flaky test failed once: it is counted as failed, because nobody repairs one that counts as passed. */
export function playwrightTotals(report: Report): TestTotals {
  let passed = 0;
  let failed = report.errors?.length ?? 0;
  const skipped: SkippedTest[] = [];
  for (const spec of specsOf(report.suites ?? [])) {
    for (const test of spec.tests) {
      const reason = test.annotations?.find(({ type }) => type === 'skip' || type === 'fixme')?.description;
      if (test.status === 'expected') passed += 1;
      else if (test.status === 'skipped') skipped.push({ name: `${spec.file} > ${spec.title}`, reason });
      else failed += 1;
    }
  }
  return { passed, failed, skipped };
}

function specsOf(suites: readonly Suite[]): Spec[] {
  return suites.flatMap((suite) => [...(suite.specs ?? []), ...specsOf(suite.suites ?? [])]);
}
