import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { checkDependencies, unseenFiles } from './dependency-rules.ts';
import { checkFiles } from './file-rules.ts';

/** A monorepo in small that keeps every rule; each test plants one fault in it. */
const SOUND: Record<string, string> = {
  'packages/contracts/src/event.ts': `import type { Lane } from './lane.ts';\nexport interface Event { lane: Lane }\n`,
  'packages/contracts/src/lane.ts': 'export type Lane = number;\nexport const lanes = 16;\n',
  'packages/contracts/src/api/app-router.ts': `import type { Event } from '../event.ts';\nexport const appRouter = { event: {} as Event };\n`,
  'packages/contracts/src/plugin/aggregator.ts': `import type { Event } from '../event.ts';\nexport interface Aggregator { apply(event: Event): void }\n`,
  'packages/db/src/append-events.ts': `import { lanes } from '@activity-hub/contracts/lane';\nexport const appendEvents = lanes;\n`,
  'packages/plugins/src/streak.ts': `import type { Aggregator } from '@activity-hub/contracts/plugin/aggregator';\nexport const streak: Aggregator = { apply() {} };\n`,
  'apps/hub/src/ingest/ingest-events.ts': `import { appendEvents } from '@activity-hub/db/append-events';\nexport const ingestEvents = appendEvents;\n`,
  'apps/hub/src/ingest/validate.ts': `export const validate = 1;\n`,
  'apps/hub/src/process/run-plugin.ts': `import { streak } from '@activity-hub/plugins/streak';\nexport const runPlugin = streak;\n`,
  'apps/console/src/client.ts': `import type { appRouter } from '@activity-hub/contracts/api/app-router';\nimport { lanes } from '@activity-hub/contracts/lane';\nexport const client = lanes as unknown as typeof appRouter;\n`,
};

let root: string | undefined;

afterEach(() => {
  if (root !== undefined) rmSync(root, { recursive: true, force: true });
  root = undefined;
});

function tree(planted: Record<string, string> = {}): string {
  root = mkdtempSync(path.join(tmpdir(), 'check-'));
  for (const [file, text] of Object.entries({ ...SOUND, ...planted })) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
  mkdirSync(path.join(root, 'node_modules/@activity-hub'), { recursive: true });
  for (const name of ['contracts', 'db', 'plugins', 'hub']) {
    const place = name === 'hub' ? 'apps/hub' : `packages/${name}`;
    const manifest = {
      name: `@activity-hub/${name}`,
      version: '0.1.0',
      type: 'module',
      exports: { './*': './src/*.ts' },
    };
    writeFileSync(path.join(root, place, 'package.json'), JSON.stringify(manifest));
    symlinkSync(path.join('../..', place), path.join(root, 'node_modules/@activity-hub', name));
  }
  return root;
}

describe('dependency rules', () => {
  it('finds nothing in a sound tree', async () => {
    expect(await checkDependencies(tree())).toEqual([]);
  });

  it.each([
    [
      'a cycle',
      'no-cycle',
      {
        'apps/hub/src/ingest/validate.ts': `import { ingestEvents } from './loop.ts';\nexport const validate = ingestEvents;\n`,
        'apps/hub/src/ingest/loop.ts': `import { validate } from './validate.ts';\nexport const ingestEvents = () => validate;\n`,
      },
    ],
    [
      'a cycle of types only',
      'no-cycle',
      {
        'packages/contracts/src/lane.ts': `import type { Event } from './event.ts';\nexport type Lane = Event;\nexport const lanes = 16;\n`,
      },
    ],
    [
      'a sideways import between rooms',
      'no-sideways-import',
      {
        'apps/hub/src/process/peek.ts': `import { validate } from '../ingest/validate.ts';\nexport const peek = validate;\n`,
      },
    ],
    [
      'a plugin that imports the database',
      'plugins-see-contracts-only',
      {
        'packages/plugins/src/greedy.ts': `import { appendEvents } from '@activity-hub/db/append-events';\nexport const greedy = appendEvents;\n`,
      },
    ],
    [
      'a database that imports the hub',
      'db-sees-contracts-only',
      {
        'packages/db/src/upwards.ts': `import { validate } from '@activity-hub/hub/ingest/validate';\nexport const upwards = validate;\n`,
      },
    ],
    [
      'contracts that import a plugin',
      'contracts-stand-alone',
      { 'packages/contracts/src/catalog.ts': `export const catalog = () => import('@activity-hub/plugins/streak');\n` },
    ],
    [
      'a console that imports the database',
      'console-sees-contracts-only',
      {
        'apps/console/src/page.tsx': `import { appendEvents } from '@activity-hub/db/append-events';\nexport const Page = () => <p>{appendEvents}</p>;\n`,
      },
    ],
    [
      'a console that imports a router as a value',
      'console-takes-types-of-the-api',
      {
        'apps/console/src/page.tsx': `import { appRouter } from '@activity-hub/contracts/api/app-router';\nexport const page = appRouter;\n`,
      },
    ],
    [
      'a plugin contract that imports the api',
      'events-and-plugins-without-api',
      {
        'packages/contracts/src/plugin/sink.ts': `import { appRouter } from '../api/app-router.ts';\nexport const sink = appRouter;\n`,
      },
    ],
    [
      'production code that imports a test',
      'production-without-tests',
      {
        'packages/db/src/lazy.ts': `import { found } from './append-events.int.spec.ts';\nexport const lazy = found;\n`,
        'packages/db/src/append-events.int.spec.ts': 'export const found = 1;\n',
      },
    ],
    [
      'an import that leads nowhere',
      'resolvable',
      { 'packages/db/src/lost.ts': `import './nowhere.ts';\nexport const lost = 1;\n` },
    ],
  ])('finds %s', async (_what, rule, planted: Record<string, string | undefined>) => {
    const complaints = await checkDependencies(tree(planted as Record<string, string>));
    expect(complaints.map((complaint) => complaint.split(':')[0])).toContain(rule);
  });

  it('complains about files that dependency-cruiser did not see', () => {
    const seen = { modules: [{ source: 'packages/a.ts', dependencies: [], dependents: [], valid: true }] };
    expect(unseenFiles(['packages/a.ts'], seen)).toEqual([]);
    expect(unseenFiles(['packages/a.ts', 'packages/b.ts'], seen)).toEqual([
      'dependency-cruiser saw 1 of 2 modules; unseen: packages/b.ts',
    ]);
  });
});

describe('file rules', () => {
  it('finds nothing in a sound tree', () => {
    expect(checkFiles(tree())).toEqual([]);
  });

  it.each([
    ['an index file', { 'packages/db/src/index.ts': 'export const one = 1;\n' }, /index file is a barrel/],
    ['a re-exporting file', { 'packages/db/src/all.ts': `export * from './append-events.ts';\n` }, /only passes on/],
    [
      'a disguised barrel',
      { 'packages/db/src/all.ts': `import { appendEvents } from './append-events.ts';\nexport { appendEvents };\n` },
      /only passes on/,
    ],
    ['a long file', { 'packages/db/src/long.ts': '// line\n'.repeat(301) }, /301 lines/],
    ['a vague name', { 'apps/hub/src/string-utils.ts': 'export const one = 1;\n' }, /name says nothing/],
    ['a switched-off check', { 'apps/hub/src/off.ts': `// @ts-${'ignore'}\nexport const one = 1;\n` }, /solve it now/],
  ])('finds %s', (_what, planted, complaint) => {
    expect(checkFiles(tree(planted as unknown as Record<string, string>))).toEqual([expect.stringMatching(complaint)]);
  });

  it('finds the path of the checkout', () => {
    const place = tree();
    writeFileSync(path.join(place, 'packages/db/src/here.ts'), `export const here = '${place}/packages';\n`);
    expect(checkFiles(place)).toEqual([expect.stringMatching(/here\.ts: holds the path of this checkout/)]);
  });
});
