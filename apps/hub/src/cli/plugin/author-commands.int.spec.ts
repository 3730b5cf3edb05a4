import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { recordedEventFixture } from '@activity-hub/contracts/plugin/testing/recorded-event-fixture';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DevSession } from './dev-session.ts';
import type { TrialReport } from './run-trial.ts';
import type { PluginTest } from './test-plugin.ts';
import { AuthorBench } from './testing/author-bench.ts';

let bench: AuthorBench;
let folder: string;

beforeAll(async () => {
  bench = await AuthorBench.open();
  ({ folder } = bench);
});

afterAll(() => bench.close());

const run: AuthorBench['run'] = (...args) => bench.run(...args);
const change: AuthorBench['change'] = (...args) => bench.change(...args);

const templates = ['aggregator', 'detector'].flatMap((kind) =>
  ['typescript', 'python'].map((language) => [kind, language] as const),
);

describe.each(templates)('%s in %s', (kind, language) => {
  const id = `fresh-${kind}-${language}`;

  test('passes its own tests as it is written, and is installed and removed', async () => {
    expect((await run('new', '--kind', kind, '--language', language, id)).code).toBe(0);
    const tested = await run('test', id, '--json');
    const { ok, outcomes, missing } = JSON.parse(tested.out) as PluginTest;
    expect(missing).toEqual(['title.ru']);
    expect(outcomes.filter(({ faults }) => faults.length > 0)).toEqual([]);
    expect([tested.code, ok, outcomes.length > 12]).toEqual([0, true, true]);
    expect((await run('install', id)).code).toBe(0);
    expect(await readdir(path.join(folder, 'installed', id))).toEqual(await readdir(path.join(folder, 'plugins', id)));
    expect((await run('remove', id)).code).toBe(0);
    expect(await readdir(path.join(folder, 'installed'))).toEqual([]);
  });
});

test('what does not hold is named, and is not installed', async () => {
  await run('new', '--kind', 'aggregator', '--language', 'python', '--title-ru', "Сломанный 'плагин'", 'broken');
  await change('broken/broken.py', 'state["lessons"] + 1', 'state["lessons"] + len(event["event_id"]) % 5 * CALLS()');
  await change(
    'broken/broken.py',
    'def key_of',
    'SEEN = []\n\n\ndef CALLS():\n    SEEN.append(1)\n    return len(SEEN)\n\n\ndef key_of',
  );
  const tested = await run('test', 'broken');
  expect(tested.code).toBe(1);
  expect(tested.out).toContain('✗ yields the same in two runs');
  expect(tested.out).not.toContain('lacks title.ru');
  expect(tested.out).toMatch(/✗ the third lesson of a day reaches the goal\n {6}state\.lessons: expected 3, got /);
  const installed = await run('install', 'broken');
  expect([installed.code, installed.err]).toEqual([1, expect.stringContaining('Nothing was installed.')]);
});

test('what is another in every process is found', async () => {
  await run('new', '--kind', 'aggregator', '--language', 'python', 'salted');
  await change('salted/salted.py', 'state["lessons"] + 1', 'state["lessons"] + 1 + hash(event["user_id"]) % 1_000_000');
  const { code, out } = await run('test', 'salted');
  expect([code, out]).toEqual([1, expect.stringMatching(/✗ yields the same in two runs\n +two processes differ/)]);
});

test.each([
  ['typescript', 'ts', 'usual: 0', 'usual: 0 / 0', 'NaN'],
  ['python', 'py', '"usual": 0', '"usual": {1}', 'set'],
])('what a detector in %s says in no JSON is named', async (language, ending, from, to, found) => {
  const id = `counted-in-${language}`;
  await run('new', '--kind', 'detector', '--language', language, id);
  await change(`${id}/${id}.${ending}`, from, to);
  const { out } = await run('test', id);
  expect(out).toContain(`Its evidence of failing_in_a_row is no JSON: ${found} at "/usual".`);
});

test('what breaks the plugin as a whole is said once', async () => {
  await run('new', '--kind', 'aggregator', '--language', 'python', 'undeclared');
  await change('undeclared/undeclared.py', '"emits": ["activity.milestone.reached"]', '"emits": []');
  const { outcomes } = JSON.parse((await run('test', 'undeclared', '--json')).out) as PluginTest;
  const broken = outcomes.filter(({ part, faults }) => part === 'conformance' && faults.length > 0);
  expect(broken).toEqual([
    {
      part: 'conformance',
      name: 'runs over the sample history',
      faults: [expect.stringContaining('activity.milestone.reached')],
    },
  ]);
});

test('code of another version is installed beside the one before it, and all of it removed', async () => {
  await run('new', '--kind', 'detector', '--language', 'python', 'renewed');
  const installed = path.join(folder, 'installed');
  await cp(path.join(folder, 'plugins/renewed'), path.join(installed, 'renewed'), { recursive: true });
  expect((await run('install', 'renewed')).out).toContain('goes on with the states it has');
  expect(await readdir(installed)).toEqual(['renewed']);
  await change('renewed/renewed.py', '"1.0.0"', '"1.1.0"');
  expect((await run('install', 'renewed')).out).toContain('It is built beside 1.0.0');
  expect(await readdir(installed)).toEqual(['renewed', 'renewed@1.0.0']);
  expect(await readFile(path.join(installed, 'renewed@1.0.0/renewed.py'), 'utf8')).toContain('"1.0.0"');
  expect((await run('remove', 'renewed')).out).toContain('plugin disable renewed');
  expect(await readdir(installed)).toEqual([]);
  expect((await run('install', 'renewed')).out).toContain('first builds its states');
});

test('a name that is taken, a name that is none, a plugin that is not there', async () => {
  await run('new', '--kind', 'detector', 'taken');
  expect((await run('new', '--kind', 'detector', 'taken')).err).toContain('is there already');
  expect((await run('new', '--kind', 'detector', 'Not_An_Id')).err).toContain('kebab-case');
  expect((await run('new', '--kind', 'detector', 'streak')).err).toContain('comes with the hub');
  expect((await run('new', '--kind', 'sink', 'kafka')).err).toContain('comes with the hub');
  expect((await run('new', '--kind', 'other', 'mine')).err).toContain('a sink sends events on');
  expect((await run('test', 'nowhere')).err).toContain('There is no plugin.json in nowhere');
  expect((await run('test', folder)).err).toContain(`${folder} holds no plugin.json`);
  expect((await run('test', 'plugins/taken/taken.ts')).err).toContain('name the folder, plugins/taken.');
  expect((await run('remove', 'streak')).err).toContain('plugin disable streak');
});

describe('over past events of a file', () => {
  beforeAll(async () => {
    await run('new', '--kind', 'aggregator', 'tried');
    // Newest first, and the fourth is of another type.
    const lines = [5, 4, 3, 2, 1].map((hour) =>
      JSON.stringify(
        recordedEventFixture({
          timestamp: `2026-05-04T0${hour}:00:00.000Z`,
          ...(hour === 4 ? { event_type: 'activity.work.completed' } : {}),
        }),
      ),
    );
    // Two more, which were taken back: one by a correction, one as the API marks it.
    const mistake = recordedEventFixture({ timestamp: '2026-05-04T06:00:00.000Z' });
    const correction = recordedEventFixture({
      event_type: 'activity.correction.voided',
      timestamp: mistake.timestamp,
      payload: { event_id: mistake.event_id },
    });
    const marked = { ...recordedEventFixture({ timestamp: '2026-05-04T07:00:00.000Z' }), correction: 'replaced' };
    lines.push(...[mistake, correction, marked].map((event) => JSON.stringify(event)));
    await writeFile(path.join(folder, 'events.ndjson'), `${lines.join('\n')}\n`);
  });

  test('try says what it would derive', async () => {
    const tried = await run('try', 'tried', '--file', 'events.ndjson', '--json');
    expect(tried.code, tried.err).toBe(0);
    const report = JSON.parse(tried.out) as TrialReport;
    expect(report).toMatchObject({ events: 4, taken: 4, keys: 1, faults: [] });
    expect(report.states[0]?.view).toEqual({ lessons: 4, goal: 3 });
    expect(report.derived.map(({ at, subject }) => [at, subject])).toEqual([
      ['2026-05-04T03:00:00.000Z', '2026-05-04:3'],
    ]);
    const configured = await run('try', 'tried', '--file', 'events.ndjson', '--config', '{"goal":2}');
    expect(configured.out).toMatch(/It would derive\n {2}2026-05-04T02:00:00\.000Z/);
    const none = await run('try', 'tried', '--file', 'events.ndjson', '--from', '2030-01-01');
    expect(none.out).toContain('There are no events of activity.learning.lesson_completed');
    expect((await run('try', 'tried', '--file', 'gone.ndjson')).err).toContain('There is no file gone.ndjson.');
    const wrong = await run('try', 'tried', '--file', 'events.ndjson', '--config', '{"goal":"many"}');
    expect([wrong.code, wrong.err]).toEqual([1, expect.stringContaining('config.goal')]);
  });

  test('a session of development keeps its events and shows what a save changed', async () => {
    const file = path.join(folder, 'events.ndjson');
    const settings = { file, limit: 100, config: {}, top: 5, url: 'http://127.0.0.1:9' };
    const session = new DevSession(path.join(folder, 'plugins/tried'), settings);
    const outcome = await session.start();
    expect([...outcome.made.keys()].filter((name) => name.startsWith('activity.'))).toHaveLength(1);
    // Without the file only what is remembered is left.
    await rm(file);
    expect(await session.again()).toContain('the same as before');
    await change('tried/tried.ts', 'state.lessons + 1', 'state.lessons + 2');
    expect(await session.again()).toMatch(/~ state .*"lessons":4.* → .*"lessons":8/);
    await change('tried/tried.ts', 'state.lessons + 2', 'state.lessons +');
    expect(await session.again()).toContain('The results of before stay.');
    await change('tried/tried.ts', 'state.lessons +', 'state.lessons + 1');
    expect(await session.again()).toMatch(/"lessons":8.* → .*"lessons":4/);
  });
});
