import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startKafka } from './kafka-of-the-run.ts';
import { playwrightTotals } from './playwright-totals.ts';
import { failureLines, skipLines, sumLine, type TestTotals, trustedTotals } from './test-totals.ts';

/** `npm test`, or some tiers of it: `npm test -- unit int`. */
const root = path.join(import.meta.dirname, '../..');
const tiers = ['unit', 'int', 'e2e'] as const;
const BROWSER_TESTS = 'e2e/playwright.config.ts';

async function main(): Promise<void> {
  const wanted = process.argv.slice(2);
  const unknown = wanted.filter((name) => !tiers.some((tier) => tier === name));
  if (unknown.length > 0) throw new Error(`"${unknown.join(' ')}" is no kind of test. There are ${tiers.join(', ')}.`);
  const chosen = (tier: string) => wanted.length === 0 || wanted.includes(tier);
  const folder = mkdtempSync(path.join(tmpdir(), 'test-totals-'));
  // Becomes ready beside the unit tests, which need no server.
  const kafka = chosen('int') ? startKafka() : undefined;
  try {
    const all: TestTotals[] = [];
    if (chosen('unit')) all.push(await runVitest('unit', path.join(folder, 'unit')));
    if (kafka !== undefined) all.push(await runVitest('int', path.join(folder, 'int'), await kafka.environment));
    await kafka?.stop();
    if (chosen('e2e') && existsSync(path.join(root, BROWSER_TESTS)))
      all.push(await runPlaywright(path.join(folder, 'e2e')));
    for (const line of [...skipLines(all), ...failureLines(all)]) console.log(line);
    console.log(sumLine(all));
    process.exitCode = all.every(({ failed }) => failed === 0) ? 0 : 1;
  } finally {
    await kafka?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runVitest(tier: string, file: string, environment: NodeJS.ProcessEnv = {}): Promise<TestTotals> {
  console.log(`\n── ${tier} tests`);
  const reporter = path.join(import.meta.dirname, 'vitest-totals.ts');
  const args = [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--project',
    tier,
    '--reporter=default',
    `--reporter=${reporter}`,
  ];
  const code = await runNode(args, { ...environment, TEST_TOTALS_FILE: file });
  return trustedTotals(readJson<TestTotals>(file), code);
}

async function runPlaywright(file: string): Promise<TestTotals> {
  console.log('\n── browser tests');
  const args = ['node_modules/@playwright/test/cli.js', 'test', '-c', BROWSER_TESTS, '--reporter=list,json'];
  const code = await runNode(args, { PLAYWRIGHT_JSON_OUTPUT_FILE: file });
  const report = readJson<Parameters<typeof playwrightTotals>[0]>(file);
  return trustedTotals(report === undefined ? undefined : playwrightTotals(report), code);
}

/** A group of its own, so that nothing of it is left when this program has to stop. */
function runNode(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<number> {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: 'inherit',
    detached: true,
  });
  const stop = () => {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.once(signal, stop);
  process.once('disconnect', stop);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      for (const signal of signals) process.off(signal, stop);
      process.off('disconnect', stop);
      resolve(code ?? 1);
    });
  });
}

function readJson<Content>(file: string): Content | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Content;
  } catch {
    return undefined;
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
