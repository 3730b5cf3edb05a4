import { writeFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';
import type { SkippedTest, TestTotals } from './test-totals.ts';

/** A vitest reporter that leaves the totals, with the reasons of skips, in the file of TEST_TOTALS_FILE. */
export default class VitestTotals implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const file = process.env['TEST_TOTALS_FILE'];
    if (file !== undefined) writeFileSync(file, JSON.stringify(totalsOf(modules, unhandledErrors.length)));
  }
}

function totalsOf(modules: readonly TestModule[], unhandled: number): TestTotals {
  let passed = 0;
  // A file that could not be loaded holds tests that did not pass.
  let failed = unhandled + modules.filter((module) => module.errors().length > 0).length;
  const skipped: SkippedTest[] = [];
  for (const test of modules.flatMap((module) => [...module.children.allTests()])) {
    const result = test.result();
    if (result.state === 'passed') passed += 1;
    else if (result.state === 'skipped')
      skipped.push({ name: test.fullName, reason: result.note ?? needOf(test.fullName) });
    else failed += 1;
  }
  return { passed, failed, skipped };
}

/** `describe.skipIf` takes no reason, so one that needs something says so in its name: "… (needs Kafka)". */
function needOf(name: string): string | undefined {
  return /\((needs [^)]+)\)/.exec(name)?.[1];
}
