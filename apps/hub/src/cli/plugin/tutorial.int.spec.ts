import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { migrateClickhouse } from '@activity-hub/db/clickhouse/migrate';
import {
  createTestClickhouse,
  createTestDatabase,
  type TestClickhouse,
  type TestDatabase,
} from '@activity-hub/db/testing/test-servers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type HubProcess, startHubProcess } from '../../testing/hub-process.ts';
import { nodeEnvironment } from '../../testing/node-environment.ts';
import { asOperator, operatorKey } from '../../testing/operator-key.ts';

const program = path.join(import.meta.dirname, '../main.ts');
const page = readFileSync(path.join(import.meta.dirname, '../../../../../docs/plugins/tutorial.md'), 'utf8');
let folder: string;
let database: TestDatabase;
let analytics: TestClickhouse;
let hub: HubProcess;
let processing: HubProcess;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tutorial-'));
  [database, analytics] = await Promise.all([createTestDatabase(), createTestClickhouse()]);
  await migrateClickhouse(analytics.url);
  const env = { DATABASE_URL: database.url, CLICKHOUSE_URL: analytics.url, HUB_DATA_DIR: path.join(folder, '.data') };
  [hub, processing] = await Promise.all([
    startHubProcess({ roles: 'ingest,query', env }),
    startHubProcess({ roles: 'process', env }),
  ]);
});

afterAll(async () => {
  await Promise.all([hub?.stop(), processing?.stop()]);
  await Promise.all([database?.drop(), analytics?.drop()]);
  await rm(folder, { recursive: true, force: true });
});

/** What the page tells a newcomer to do, in its order: commands of the hub, and files to write. */
type Step = { readonly command: string } | { readonly file: string; readonly content: string };

function stepsOf(markdown: string): readonly Step[] {
  return [...markdown.matchAll(/^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm)].flatMap(
    ([, language, file, content = '']): readonly Step[] => {
      if (file !== undefined) return [{ file, content }];
      if (language !== 'sh') return [];
      return content.split('\n').flatMap((line) => (line === '' ? [] : [{ command: line }]));
    },
  );
}

async function run(command: string) {
  const words = [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
  expect(words.slice(0, 4)).toEqual(['npm', 'run', 'hub', '--']);
  const env = {
    ...nodeEnvironment,
    HUB_URL: hub.url,
    HUB_KEY: operatorKey,
    HUB_DATA_DIR: path.join(folder, '.data'),
  };
  const child = spawn(process.execPath, [program, ...words.slice(4)], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), exited]);
  expect([command, code], `${out}\n${err}`).toEqual([command, 0]);
  return out;
}

/** Its states are built: it runs, has looked at every event, and the milestones are those that the trial showed. */
async function runsInTheHub(): Promise<void> {
  for (;;) {
    const answer = await fetch(`${hub.url}/activity/plugins/study-time`, { headers: asOperator });
    const plugin = (await answer.json()) as {
      condition?: string;
      status?: { lag_events: number; events: number } | null;
    };
    if (answer.ok && plugin.condition === 'running' && plugin.status?.lag_events === 0 && plugin.status.events > 0)
      return;
    await pause(100);
  }
}

test('a newcomer who does what the page says has a plugin that runs', { timeout: 240_000 }, async () => {
  const outputs = new Map<string, string>();
  for (const step of stepsOf(page)) {
    if ('file' in step) {
      const file = path.join(folder, step.file);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, step.content);
      continue;
    }
    const out = await run(step.command);
    if (step.command.includes('plugin install')) await runsInTheHub();
    outputs.set(step.command.replace('npm run hub -- ', ''), out);
  }
  expect([...outputs.keys()].map((command) => command.split(' ').slice(0, 2).join(' '))).toEqual([
    'demo',
    'plugin new',
    'plugin test',
    'plugin try',
    'plugin try',
    'plugin install',
    'plugin list',
    'plugin new',
    'plugin test',
    'plugin remove',
  ]);
  expect(outputs.get('plugin test study-time')).toContain('✓ seconds of one day add up');
  expect(outputs.get('plugin test study-time')).not.toContain('lacks');
  expect(outputs.get('plugin test study-lessons')).toContain('Its manifest still lacks title.ru');
  expect(outputs.get('plugin try study-time --from 2026-01-01')).toMatch(/derived +[1-9]\d* {2}\(activity\.milestone/);
  expect(outputs.get('plugin list')).toMatch(/study-time .*running/);
});
