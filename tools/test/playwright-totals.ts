import { stripVTControlCharacters } from 'node:util';
import type { FailedTest, SkippedTest, TestTotals } from './test-totals.ts';

/** The part of Playwright's JSON report that is counted. */
interface Report {
  readonly suites?: readonly Suite[];
  readonly errors?: ReadonlyArray<{ readonly message?: string }>;
}
interface Suite {
  readonly suites?: readonly Suite[];
  readonly specs?: readonly Spec[];
}
interface Spec {
  readonly title: string;
  readonly file: string;
  readonly tests: readonly Test[];
}
interface Test {
  readonly status: 'expected' | 'unexpected' | 'flaky' | 'skipped';
  readonly annotations?: ReadonlyArray<{ readonly type: string; readonly description?: string }>;
  readonly results?: ReadonlyArray<{ readonly error?: { readonly message?: string } }>;
}

export function playwrightTotals(report: Report): TestTotals {
  let passed = 0;
  const skipped: SkippedTest[] = [];
  const unsteady: FailedTest[] = [];
  const failures: FailedTest[] = (report.errors ?? []).map(({ message }) => ({
    name: 'outside of every browser test',
    message: message ?? '',
  }));
  for (const spec of specsOf(report.suites ?? [])) {
    const name = `${spec.file} > ${spec.title}`;
    for (const test of spec.tests) {
      const reason = test.annotations?.find(({ type }) => type === 'skip' || type === 'fixme')?.description;
      if (test.status === 'skipped') skipped.push({ name, reason });
      else if (test.status === 'unexpected') failures.push({ name, message: messageOf(test) });
      else passed += 1;
      if (test.status === 'flaky') unsteady.push({ name, message: messageOf(test) });
    }
  }
  return { passed, failed: failures.length, skipped, failures, unsteady };
}

function messageOf(test: Test): string {
  const said = test.results?.find(({ error }) => error !== undefined)?.error?.message;
  return stripVTControlCharacters(said ?? '');
}

function specsOf(suites: readonly Suite[]): Spec[] {
  return suites.flatMap((suite) => [...(suite.specs ?? []), ...specsOf(suite.suites ?? [])]);
}
