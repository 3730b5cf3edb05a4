import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { addDays } from '@activity-hub/contracts/calendar';
import type { RecordedEvent } from '@activity-hub/contracts/event';
import { compareOccurred } from '@activity-hub/contracts/occurred-order';
import { recordedEventFixture } from '@activity-hub/contracts/plugin/testing/recorded-event-fixture';
import { type TrialPlugin, TrialRun } from '@activity-hub/contracts/plugin/trial-run';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPluginFolder, type RunningPlugin } from './open-plugin-folder.ts';

const testing = path.join(import.meta.dirname, 'testing');
const running: RunningPlugin[] = [];
let folder: string;
let python: TrialPlugin;
let typescript: TrialPlugin;

/** The same plugin in both languages, each in its own folder and its own process. */
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'python-kit-'));
  python = await open('python', 'tally.py');
  typescript = await open('node', 'tally.ts');
});

afterAll(async () => {
  await Promise.all(running.map((plugin) => plugin.stop()));
  await rm(folder, { recursive: true, force: true });
});

async function open(runtime: 'python' | 'node', main: string): Promise<TrialPlugin> {
  const own = path.join(folder, runtime, 'tally');
  await mkdir(own, { recursive: true });
  await copyFile(path.join(testing, main), path.join(own, main));
  const described = { id: 'tally', kind: 'aggregator', main, runtime, network: [] };
  await writeFile(path.join(own, 'plugin.json'), JSON.stringify(described));
  const plugin = await (await openPluginFolder(own)).open({ every: 2 });
  running.push(plugin);
  return plugin;
}

const event = fc
  .record({
    day: fc.integer({ min: 0, max: 12 }),
    minute: fc.integer({ min: 0, max: 24 * 60 - 1 }),
    user: fc.constantFrom('ann', 'bob', null),
    session: fc.constantFrom('s1', 's2', null),
    zone: fc.constantFrom('UTC', 'Asia/Kathmandu', 'America/New_York'),
    payload: fc.oneof(
      { weight: 8, arbitrary: fc.record({ amount: fc.integer({ min: -5, max: 5 }) }) },
      { weight: 1, arbitrary: fc.record({ amount: fc.double({ noNaN: true, noDefaultInfinity: true }) }) },
      { weight: 1, arbitrary: fc.record({ amount: fc.constantFrom(2 ** 53, -(2 ** 53), 1e17, 1e20) }) },
      fc.constantFrom({ bad: true }, { bad_key: true }, { text: 'привет \u2028 "\\' }),
    ),
  })
  .map(({ day, minute, user, session, zone, payload }) =>
    recordedEventFixture({
      timestamp: new Date(Date.parse(`${addDays('2026-03-01', day)}T00:00:00.000Z`) + minute * 60_000).toISOString(),
      user_id: user,
      session_id: session,
      time_zone: zone,
      payload: payload as RecordedEvent['payload'],
    }),
  );

async function run(plugin: TrialPlugin, events: readonly RecordedEvent[], size: number) {
  const trial = new TrialRun(plugin);
  for (let at = 0; at < events.length; at += size) await trial.take(events.slice(at, at + size));
  await trial.quietUntil('2026-03-14T12:00:00.000Z');
  const { states, derived, metrics, taken } = trial;
  // The words of a failure are those of its language.
  return { states: [...states], derived, metrics, taken, faults: trial.faults.map(({ event_id }) => event_id) };
}

test('a fold in Python and one in TypeScript give the same for any history in any batches', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(event, { maxLength: 60 }), fc.integer({ min: 1, max: 60 }), async (events, size) => {
      const history = [...events].sort(compareOccurred);
      expect(await run(python, history, size)).toEqual(await run(typescript, history, size));
    }),
    { numRuns: 200 },
  );
});

test('a manifest in Python is that in TypeScript', () => {
  expect(python.manifest).toEqual(typescript.manifest);
});
