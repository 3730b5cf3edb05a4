import { writeFileSync } from 'node:fs';
import type { Reporter, TestCase, TestModule } from 'vitest/node';
import type { FailedTest, SkippedTest, TestTotals } from './test-totals.ts';

/** A vitest reporter that leaves the totals, with the reasons of skips, in the file of TEST_TOTALS_FILE. */
export default class VitestTotals implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: ReadonlyArray<{ readonly message: string }>): void {
    const file = process.env['TEST_TOTALS_FILE'];
    if (file !== undefined) writeFileSync(file, JSON.stringify(totalsOf(modules, unhandledErrors)));
  }
}

function totalsOf(modules: readonly TestModule[], unhandled: ReadonlyArray<{ readonly message: string }>): TestTotals {
  let passed = 0;
  const skipped: SkippedTest[] = [];
  const unsteady: FailedTest[] = [];
  const failures: FailedTest[] = [
    ...unhandled.map(({ message }) => ({ name: 'outside of every test', message })),
    // A file that could not be loaded holds tests that did not pass.
    ...modules
      .filter((module) => module.errors().length > 0)
      .map((module) => ({ name: module.relativeModuleId, message: messageOf(module.errors()) })),
  ];
  for (const test of modules.flatMap((module) => [...module.children.allTests()])) {
    const result = test.result();
    if (result.state === 'passed') {
      passed += 1;
      if (test.diagnostic()?.flaky === true) unsteady.push(failureOf(test));
    } else if (result.state === 'skipped')
      skipped.push({ name: test.fullName, reason: result.note ?? needOf(test.fullName) });
    else failures.push(failureOf(test));
  }
  return { passed, failed: failures.length, skipped, failures, unsteady };
}

function failureOf(test: TestCase): FailedTest {
  return {
    name: `${test.module.relativeModuleId} > ${test.fullName}`,
    message: messageOf(test.result().errors ?? []),
  };
}

function messageOf(errors: ReadonlyArray<{ readonly message: string }>): string {
  return errors.map(({ message }) => message).join('\n');
}

/** `describe.skipIf` takes no reason, so one that needs something says so in its name: "… (needs Kafka)". */
function needOf(name: string): string | undefined {
  return /\((needs [^)]+)\)/.exec(name)?.[1];
}
