import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Answer, asOperator, type PeopleHub, startPeopleHub } from '../../auth/testing/people-hub.ts';
import { sentEventFixture } from '../../ingest/testing/sent-event-fixture.ts';
import { countingInPython } from '../../plugins/testing/counting-plugins.ts';
import { installPlugin as writePlugin } from '../../plugins/testing/install-plugin.ts';
import { installPlugin } from './install-plugin.ts';

const waiting = { timeout: 60_000, interval: 100 };
const users = Array.from({ length: 5 }, () => randomUUID());
const published: string[] = [];
let hub: PeopleHub;
let directory: string;

beforeAll(async () => {
  directory = await realpath(await mkdtemp(path.join(tmpdir(), 'activity-hub-versions-')));
  hub = await startPeopleHub({ HUB_PROCESS_PORT: '0', HUB_PLUGINS_DIR: directory }, ['ingest', 'process', 'query']);
});

afterAll(async () => {
  await hub.stop();
  await rm(directory, { recursive: true });
});

/** Version 2 counts tenfold. Both derive at every lesson, and at nothing else. */
async function install(version: '1.0.0' | '2.0.0', former?: string): Promise<void> {
  const source = countingInPython(version === '1.0.0' ? 'pass' : 'state["seen"] += 9', 1)
    .replace('"version": "1.0.0"', `"version": "${version}"`)
    .replace('activity.**', 'activity.learning.lesson_completed');
  const { folder } = await writePlugin({ id: 'counting', main: 'main.py' }, source);
  await installPlugin({ folder, id: 'counting', version, former }, directory);
}

const get = async (of = '') => (await hub.send(`/activity/plugins/counting${of}`, { headers: asOperator })).json;

function send(what: string): Promise<Answer> {
  const sending = { method: 'POST', body: { confirm: 'counting' }, headers: asOperator };
  return hub.send(`/activity/plugins/counting/${what}`, sending);
}

async function post(what: string): Promise<void> {
  expect(await send(what)).toMatchObject({ status: 200 });
}

/** One lesson of everybody. */
async function publishRound(): Promise<void> {
  const events = users.map((user_id) => sentEventFixture({ event_id: randomUUID(), user_id }));
  published.push(...events.map((event) => String(event['event_id'])));
  const sending = { method: 'POST', body: { events }, headers: asOperator };
  expect(await hub.send('/activity/events/batch', sending)).toMatchObject({ status: 200 });
}

/** What the live revision holds of everybody. */
async function held() {
  const rows = await hub.sql<{ version: string; seen: number }[]>`
    select version, (state->>'seen')::float8 as seen from plugin join held_state
      on processor = plugin_id and version = live_revision where plugin_id = 'counting'`;
  return rows.map(({ version, seen }) => `${version} ${seen}`);
}

/** Waits until everybody has what the revision makes of their lessons, and asks its code once whether it made that. */
async function settled(revision: string, seen: number): Promise<void> {
  await vi.waitFor(async () => expect(await held()).toEqual(users.map(() => `${revision} ${seen}`)), waiting);
  const path = `/activity/aggregates/counting/explain?key=${users[0]}&limit=1`;
  const { json } = await hub.send(path, { headers: asOperator });
  expect(json).toMatchObject({ revision, value: { seen }, adds_up: true });
}

/** Of every lesson that was published, by which revision its event was derived. */
async function derivers(): Promise<readonly string[]> {
  const rows = await hub.sql<{ cause: string; version: string }[]>`
    select causation_id as cause, metadata->>'processor_version' as version from event
    where metadata->>'processor' = 'counting' order by causation_id`;
  expect(rows.map(({ cause }) => cause)).toEqual(published.toSorted());
  return rows.map(({ version }) => version);
}

const statuses = async () =>
  ((await get())['statuses'] as { revision: string; condition: string }[])
    .map(({ revision, condition }) => `${revision} ${condition}`)
    .sort();

it('compares, promotes and takes back a version of an installed plugin, counting and deriving everything once', async () => {
  await install('1.0.0');
  await vi.waitFor(async () => expect(await get()).toMatchObject({ condition: 'running' }), waiting);
  for (let round = 0; round < 3; round++) await publishRound();
  await settled('1.0.0', 3);

  await install('2.0.0', '1.0.0');
  expect(await readdir(directory)).toEqual(['counting', 'counting@1.0.0']);
  await vi.waitFor(async () => expect(await statuses()).toEqual(['1.0.0 running', '2.0.0 running']), waiting);
  expect(await get()).toMatchObject({ version: '2.0.0', live_revision: '1.0.0', shadow_revision: '2.0.0' });
  await publishRound();
  await settled('1.0.0', 4);
  await vi.waitFor(
    async () =>
      expect(await get('/revisions/2.0.0/difference')).toMatchObject({
        cursors_equal: true,
        windows: [{ window_kind: 'all', changed: users.length, same: 0, missing: 0, only_new: 0 }],
        samples: users.map(() => ({ live: { seen: 4 }, other: { seen: 40 } })),
      }),
    waiting,
  );

  await Promise.all([publishRound(), post('revisions/2.0.0/promote')]);
  await publishRound();
  await settled('2.0.0', 60);
  await vi.waitFor(async () => expect(await statuses()).toEqual(['2.0.0 running']), waiting);

  await Promise.all([publishRound(), post('rollback')]);
  await publishRound();
  await settled('1.0.0', 8);
  const now = { condition: 'running', live_revision: '1.0.0', shadow_revision: null };
  await vi.waitFor(async () => expect(await get()).toMatchObject(now), waiting);
  const byWhom = await vi.waitFor(derivers, waiting);
  expect(new Set(byWhom)).toEqual(new Set(['1.0.0', '2.0.0']));
});

it('refuses to go back to a version whose code is not there any more, and names it', async () => {
  await post('revisions/2.0.0/promote');
  expect(await get()).toMatchObject({ manifest: { versions: ['1.0.0', '2.0.0'] } });
  await rm(path.join(directory, 'counting@1.0.0'), { recursive: true });
  await vi.waitFor(async () => expect(await get()).toMatchObject({ manifest: { versions: ['2.0.0'] } }), waiting);
  const refusal = {
    code: 'not_promotable',
    pointer: '/revision',
    detail: '1.0.0 needs code of version 1.0.0, and 2.0.0 is there. Install version 1.0.0 of counting first.',
  };
  for (const what of ['rollback', 'revisions/1.0.0/promote'])
    expect(await send(what)).toMatchObject({ status: 409, json: refusal });
  expect(await get()).toMatchObject({ live_revision: '2.0.0' });
});

it('goes on with an earlier version that is installed again where all code was removed', async () => {
  await publishRound();
  await settled('2.0.0', 90);
  for (const folder of await readdir(directory)) await rm(path.join(directory, folder), { recursive: true });
  await vi.waitFor(async () => expect(await get()).toMatchObject({ condition: 'refused' }), waiting);
  await publishRound();
  await install('1.0.0');
  await hub.sql`update processor_status set seen_at = now() - interval '1 minute' where version = '2.0.0'`;
  await settled('1.0.0', 10);
  await vi.waitFor(async () => expect(await get()).toMatchObject({ condition: 'running', version: '1.0.0' }), waiting);
  await vi.waitFor(derivers, waiting);
});
