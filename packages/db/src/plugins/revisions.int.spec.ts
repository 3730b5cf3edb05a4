import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ProcessorRef } from '../checkpoints/consumer-store.ts';
import { createPostgresConsumerStore } from '../checkpoints/postgres-consumer-store.ts';
import { readCheckpoints } from '../checkpoints/read-checkpoints.ts';
import { finishedBatch, stateRow } from '../checkpoints/testing/batch-fixtures.ts';
import { connectPostgres, type Sql } from '../postgres/client.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-servers.ts';
import { discardRevision, dropRevisionStates } from './discard-revision.ts';
import { insertShadow } from './insert-shadow.ts';
import { listFormerRevisions } from './list-former-revisions.ts';
import { listPlugins } from './list-plugins.ts';
import { listRevisions } from './list-revisions.ts';
import { promoteRevision } from './promote-revision.ts';
import { readLiveRevisions } from './read-live-revisions.ts';
import { readRevisionProgress } from './read-revision-progress.ts';
import { registerPlugin } from './register-plugin.ts';
import { statusRow } from './testing/status-row.ts';
import { writeProcessorStatus } from './write-processor-status.ts';

let database: TestDatabase;
let sql: Sql;

beforeEach(async () => {
  database = await createTestDatabase();
  sql = connectPostgres(database.url, { max: 4 });
});

afterEach(async () => {
  await sql.end();
  await database.drop();
});

const plugin = {
  plugin_id: 'counter',
  kind: 'aggregator',
  version: '1.0.0',
  manifest: { id: 'counter', scope: 'stream' },
  provenance: 'shipped',
  refusal: null,
  defaults: { step: 1 },
} as const;
const manifest = { id: 'counter', version: '1.0.0', scope: 'stream' } as const;
const live: ProcessorRef = { processor: 'counter', version: '1.0.0' };
const shadow: ProcessorRef = { processor: 'counter', version: '1.0.0+2' };

const shadowOf = (config: { step: number }) =>
  sql.begin((transaction) => insertShadow(transaction, { manifest, config, note: null, made_by: 'person:anna' }));

async function derivesAfter(ref: ProcessorRef, lane = 3): Promise<number | undefined> {
  return (await readCheckpoints(sql, ref))[lane]?.derives_after;
}

/** Folds lane 3 on under what its checkpoint says, as a consumer that read it just now. */
async function advance(ref: ProcessorRef, from: number, to: number, more = {}): Promise<string> {
  const derives_after = (await derivesAfter(ref)) ?? 0;
  return createPostgresConsumerStore(sql).finishBatch(finishedBatch(ref, { from, to, derives_after, ...more }));
}

describe('registration', () => {
  it('makes the first revision live, silent about the history it finds, and changes nothing when repeated', async () => {
    await sql`update lane set head = 50 where lane = 3`;
    await registerPlugin(sql, plugin);
    await registerPlugin(sql, plugin);
    expect(await listRevisions(sql, 'counter', 9)).toMatchObject([
      { revision: '1.0.0', state: 'live', made_by: 'hub' },
    ]);
    expect(await readLiveRevisions(sql)).toEqual(new Map([['counter', '1.0.0']]));
    expect([await derivesAfter(live, 3), await derivesAfter(live, 4)]).toEqual([50, 0]);
  });

  it('makes other code a shadow under the configuration of the live one', async () => {
    await registerPlugin(sql, plugin);
    await registerPlugin(sql, { ...plugin, version: '1.1.0', defaults: { step: 9 } });
    expect(await listRevisions(sql, 'counter', 9)).toMatchObject([
      { revision: '1.1.0', state: 'shadow', config: { step: 1 } },
      { revision: '1.0.0', state: 'live' },
    ]);
  });

  it('keeps the settings in the order of their author, also when nothing but the order is new', async () => {
    const text = { type: 'string' };
    const settings = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, text]));
    const orders = [
      ['longest_first', 'b', 'a'],
      ['a', 'longest_first', 'b'],
    ];
    for (const names of orders) {
      const inner = { type: 'object', properties: settings(names) };
      const config_schema = { type: 'object', properties: { within: inner, ...settings(names) } };
      await registerPlugin(sql, { ...plugin, manifest: { ...plugin.manifest, config_schema } });
      const [listed] = await listPlugins(sql, 'counter');
      expect(JSON.stringify(listed?.manifest.config_schema)).toBe(JSON.stringify(config_schema));
    }
  });

  it('lists a plugin that is refused without a revision', async () => {
    await registerPlugin(sql, { ...plugin, refusal: { code: 'no_main', values: { main: 'main.py' } } });
    expect(await listRevisions(sql, 'counter', 9)).toEqual([]);
    expect(await listPlugins(sql, 'counter')).toMatchObject([
      { refusal: expect.stringContaining('main.py'), refusal_code: 'no_main', refusal_values: { main: 'main.py' } },
    ]);
    await registerPlugin(sql, plugin);
    expect(await listPlugins(sql, 'counter')).toMatchObject([
      { refusal: null, refusal_code: null, refusal_values: null },
    ]);
  });
});

describe('a promotion', () => {
  beforeEach(async () => {
    await registerPlugin(sql, plugin);
    expect(await shadowOf({ step: 2 })).toBe('1.0.0+2');
  });

  it('lets both revisions together derive for every event once, forward and back', async () => {
    await advance(live, 0, 10);
    await advance(shadow, 0, 6);
    expect(await promoteRevision(sql, 'counter', shadow.version, 'person:anna')).toBeNull();
    // What lies up to 10 the old one has derived; the new one derives from there.
    expect(await derivesAfter(shadow)).toBe(10);
    await advance(shadow, 6, 25);
    expect(await promoteRevision(sql, 'counter', live.version, 'person:anna')).toBeNull();
    expect(await derivesAfter(live)).toBe(25);
    expect(await listRevisions(sql, 'counter', 9)).toMatchObject([
      { revision: '1.0.0+2', state: 'retired', promoted_by: 'person:anna' },
      { revision: '1.0.0', state: 'live' },
    ]);
  });

  it('refuses a shadow that stands ahead of the live one: nobody would derive for what lies between', async () => {
    await advance(live, 0, 10);
    expect(await promoteRevision(sql, 'counter', shadow.version, 'person:anna')).toBeNull();
    await advance(shadow, 0, 25);
    const third: ProcessorRef = { processor: 'counter', version: await shadowOf({ step: 3 }) };
    await advance(third, 0, 20);
    expect(await promoteRevision(sql, 'counter', live.version, 'person:anna')).toBeNull();
    expect(await promoteRevision(sql, 'counter', third.version, 'person:anna')).toBe('ahead');
    // What was live derived for all it stands ahead with.
    expect(await promoteRevision(sql, 'counter', shadow.version, 'person:anna')).toBeNull();
    expect(await promoteRevision(sql, 'counter', third.version, 'person:anna')).toBeNull();
    expect(await derivesAfter(third)).toBe(25);
  });

  it('leaves a way back to the one that was live last, once nobody says that the live one runs', async () => {
    await promoteRevision(sql, 'counter', shadow.version, 'person:anna');
    const third = await shadowOf({ step: 3 });
    await promoteRevision(sql, 'counter', third, 'person:anna');
    const former = async () => (await listFormerRevisions(sql, 'counter')).map(({ revision }) => revision);
    expect(await former()).toEqual([shadow.version, live.version]);
    await writeProcessorStatus(
      sql,
      [third, live.version].map((version) => statusRow({ processor: 'counter', version })),
    );
    expect(await former()).toEqual([]);
    await sql`update processor_status set seen_at = now() - interval '16 seconds' where version = ${third}`;
    expect(await former()).toEqual([shadow.version, live.version]);
  });

  it('keeps silent who takes over from one that had not caught up with what others derived', async () => {
    await advance(live, 0, 30);
    expect(await promoteRevision(sql, 'counter', shadow.version, 'person:anna')).toBeNull();
    await advance(shadow, 0, 8);
    const third: ProcessorRef = { processor: 'counter', version: await shadowOf({ step: 3 }) };
    expect(await promoteRevision(sql, 'counter', third.version, 'person:anna')).toBeNull();
    expect(await derivesAfter(third)).toBe(30);
  });

  it('fences batches that were made before it, of both revisions', async () => {
    const before = await derivesAfter(shadow);
    await promoteRevision(sql, 'counter', shadow.version, 'person:anna');
    expect(await advance(live, 0, 10)).toBe('fenced');
    expect(
      await createPostgresConsumerStore(sql).finishBatch(finishedBatch(shadow, { derives_after: before ?? 0 })),
    ).toBe('fenced');
    expect(await advance(shadow, 0, 10)).toBe('finished');
  });

  it('is carried out once when several people ask at the same time', async () => {
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => promoteRevision(sql, 'counter', shadow.version, 'person:anna')),
    );
    expect(answers.filter((answer) => answer === null)).toHaveLength(1);
    expect(answers.filter((answer) => answer === 'live')).toHaveLength(3);
    const states = (await listRevisions(sql, 'counter', 9)).map(({ state }) => state);
    expect(states.toSorted()).toEqual(['live', 'retired']);
  });

  it('leaves exactly one live revision when two others are promoted at once', async () => {
    const third = await shadowOf({ step: 3 });
    await Promise.all([shadow.version, third].map((name) => promoteRevision(sql, 'counter', name, 'person:anna')));
    const revisions = await listRevisions(sql, 'counter', 9);
    expect(revisions.filter(({ state }) => state === 'live')).toHaveLength(1);
    expect(revisions.find(({ state }) => state === 'live')?.revision).toBe(
      (await readLiveRevisions(sql)).get('counter'),
    );
  });

  it('loses no batch and repeats none while the live one runs on', async () => {
    await advance(shadow, 0, 0);
    let at = 0;
    const running = (async () => {
      for (let step = 0; step < 200; step++) {
        if ((await advance(live, at, at + 1)) === 'fenced') return;
        at += 1;
      }
    })();
    expect(await promoteRevision(sql, 'counter', shadow.version, 'person:anna')).toBeNull();
    await running;
    expect(await derivesAfter(shadow)).toBe(at);
  });

  it('is refused by name: unknown, and what was discarded', async () => {
    expect(await promoteRevision(sql, 'counter', '7.0.0', 'person:anna')).toBe('unknown');
    await discardRevision(sql, 'counter', shadow.version);
    expect(await promoteRevision(sql, 'counter', shadow.version, 'person:anna')).toBe('discarded');
    expect((await readLiveRevisions(sql)).get('counter')).toBe('1.0.0');
  });
});

it('drops everything a discarded revision left, and fences who still folds for it', async () => {
  await registerPlugin(sql, plugin);
  await shadowOf({ step: 2 });
  await advance(shadow, 0, 5, { states: [stateRow(), stateRow()] });
  await discardRevision(sql, 'counter', shadow.version);
  await dropRevisionStates(sql, 'counter', shadow.version);
  // Somebody may have been about to start it.
  const store = createPostgresConsumerStore(sql);
  for (const processor of ['counter', 'counter/inbox'])
    expect(await store.checkpoints({ ...shadow, processor })).toEqual([]);
  expect(await store.checkpoints({ ...shadow, version: '9.0.0' })).toHaveLength(16);
  expect(await store.finishBatch(finishedBatch(shadow, { from: 5, to: 6 }))).toBe('fenced');
  expect(await sql`select from held_state`).toHaveLength(0);
  expect(await readRevisionProgress(sql, 'counter', shadow.version)).toBe(0);
});
