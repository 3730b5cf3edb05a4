import { randomUUID } from 'node:crypto';
import { LANE_COUNT, laneOf } from '@activity-hub/contracts/lane';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EventStore } from '../event-store/event-store.ts';
import { createPostgresEventStore } from '../event-store/postgres-event-store.ts';
import { eventFixture } from '../event-store/testing/event-fixtures.ts';
import { connectPostgres, type Sql } from '../postgres/client.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-servers.ts';
import type { ConsumerStore, ProcessorRef, StateRow } from './consumer-store.ts';
import { createPostgresConsumerStore } from './postgres-consumer-store.ts';
import { caseFinding, finishedBatch, newProcessor, stateRow } from './testing/batch-fixtures.ts';

let database: TestDatabase;
let sql: Sql;
let store: ConsumerStore;
let log: EventStore;

beforeAll(async () => {
  database = await createTestDatabase();
  sql = connectPostgres(database.url);
  store = createPostgresConsumerStore(sql);
  log = createPostgresEventStore(sql);
});

afterAll(async () => {
  await sql.end();
  await database.drop();
});

describe('checkpoints', () => {
  it('begin at 0 in every lane and belong to a version', async () => {
    const ref = await newProcessor(store);
    expect(await store.checkpoints(ref)).toEqual(
      new Array(LANE_COUNT).fill({ offset: 0, derives_after: 0, made_at: expect.any(String) }),
    );
    await store.finishBatch(finishedBatch(ref));
    expect((await store.checkpoints(ref))[3]?.offset).toBe(5);
    expect((await store.checkpoints({ ...ref, version: '2.0.0' }))[3]?.offset).toBe(0);
  });

  it('are made once when many ask at the same time', async () => {
    const ref = { processor: `spec-${randomUUID()}`, version: '1.0.0' };
    const all = await Promise.all(Array.from({ length: 10 }, () => store.checkpoints(ref)));
    for (const offsets of all) expect(offsets).toHaveLength(LANE_COUNT);
  });

  it('say through which recorded time a lane is complete', async () => {
    const ref = await newProcessor(store);
    const event = eventFixture();
    const [outcome] = await log.append([event]);
    if (outcome?.status !== 'accepted') throw new Error('not appended');
    const { lane, offset } = outcome.position;
    await store.finishBatch(finishedBatch(ref, { lane, from: 0, to: offset, complete_through: outcome.recorded_at }));
    const through = () => sql`
      select complete_through from checkpoint where processor = ${ref.processor} and lane = ${lane}`;
    expect(await through()).toEqual([{ complete_through: outcome.recorded_at }]);
    await store.finishBatch(finishedBatch(ref, { lane, from: offset, to: offset }));
    expect(await through()).toEqual([{ complete_through: outcome.recorded_at }]);
  });
});

describe('finishBatch', () => {
  it('keeps states as they are and replaces them', async () => {
    const ref = await newProcessor(store);
    const full = stateRow({
      key: 'a "quoted", {braced} \\ key',
      user_id: randomUUID(),
      state: '{"text": "a\\u001eb, \\"c\\""}',
      view: '{"shown": true}',
      deadline_at: '2026-11-21T00:00:00.000Z',
      last_event_id: randomUUID(),
      last_occurred_at: '2026-11-20T09:00:00.123456Z',
      last_recorded_at: '2026-11-20T09:00:01.000Z',
      time_zone: 'Europe/Moscow',
      correlation_id: 'c, "1"',
      causation_depth: 2,
      fired_until: '2026-11-20T09:00:00.000Z',
    });
    const bare = stateRow({ window_kind: 'all', window_start: '' });
    await store.finishBatch(finishedBatch(ref, { states: [full, bare] }));
    const loaded = await store.loadStates(ref, [full, bare, stateRow()]);
    const parsed = (row: StateRow) => ({
      ...row,
      state: JSON.parse(row.state),
      view: row.view && JSON.parse(row.view),
    });
    expect(loaded.map(parsed)).toEqual(expect.arrayContaining([parsed(full), parsed(bare)]));
    expect(loaded).toHaveLength(2);

    await store.finishBatch(finishedBatch(ref, { from: 5, to: 6, states: [{ ...bare, state: '{"n": 2}' }] }));
    expect((await store.loadStates(ref, [bare]))[0]?.state).toBe('{"n": 2}');
    expect(await store.loadStates({ ...ref, version: '2.0.0' }, [bare])).toEqual([]);
  });

  it('lets exactly one of two consumers with the same checkpoint finish, and the other writes nothing', async () => {
    const ref = await newProcessor(store);
    const rivals = Array.from({ length: 8 }, (_, rival) =>
      finishedBatch(ref, {
        states: [stateRow({ key: `rival ${rival}` })],
        findings: [caseFinding({ key: `rival ${rival}` })],
        metrics: [{ at: '2026-11-20T10:00:00.000Z', user_id: null, metric: 'rival', value: rival }],
        derived: [eventFixture({ origin: 'derived', correlation_id: ref.processor })],
      }),
    );
    const outcomes = await Promise.all(rivals.map((rival) => store.finishBatch(rival)));
    expect(outcomes.filter((outcome) => outcome === 'finished')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'fenced')).toHaveLength(7);
    const [written] = await sql`
      select (select count(*) from held_state where processor = ${ref.processor}) as states,
        (select count(*) from anomaly_case where detector = ${ref.processor}) as cases,
        (select count(*) from activity_metrics where processor = ${ref.processor}) as metrics,
        (select count(*) from event where correlation_id = ${ref.processor}) as derived`;
    expect(written).toEqual({ states: 1, cases: 1, metrics: 1, derived: 1 });
  });

  it('takes derived events that are there already, and one that stands twice', async () => {
    const ref = await newProcessor(store);
    const event = eventFixture({ origin: 'derived' });
    const heads = await log.laneHeads();
    expect(await store.finishBatch(finishedBatch(ref, { derived: [event, event] }))).toBe('finished');
    expect(await store.finishBatch(finishedBatch(ref, { from: 5, to: 6, derived: [event] }))).toBe('finished');
    const lane = laneOf(event);
    expect((await log.laneHeads())[lane]).toBe((heads[lane] ?? 0) + 1);
    expect((await log.get(event.event_id))?.origin).toBe('derived');
  });

  it('leaves nothing when the last step fails', async () => {
    const ref = await newProcessor(store);
    const states = [stateRow()];
    const derived = [eventFixture(), eventFixture({ payload: '{"text": "\\u0000"}' })];
    await expect(store.finishBatch(finishedBatch(ref, { states, derived }))).rejects.toMatchObject({ code: '22P05' });
    expect((await store.checkpoints(ref))[3]?.offset).toBe(0);
    expect(await store.loadStates(ref, states)).toEqual([]);
    expect(await log.get(derived[0]?.event_id ?? '')).toBeUndefined();
  });

  it.each([
    ['a deadline that is two', { states: [stateRow({ deadline_at: 'now,now' })] }],
    ['a state that is two', { states: [stateRow({ window_kind: 'all', window_start: '', state: '{}\u001e{}' })] }],
    ['a metric that is two', { metrics: [{ at: 'now,now', user_id: null, metric: 'm', value: 1 }] }],
  ])('refuses %s', async (_, given) => {
    const ref = await newProcessor(store);
    await expect(store.finishBatch(finishedBatch(ref, given))).rejects.toMatchObject({ code: '22000' });
    expect((await store.checkpoints(ref))[3]?.offset).toBe(0);
  });

  it('runs beside appends to the same lanes without a deadlock', async () => {
    const refs = await Promise.all([newProcessor(store), newProcessor(store), newProcessor(store)]);
    const rounds = 20;
    const users = Array.from({ length: 40 }, () => randomUUID());
    const spread = (origin: 'producer' | 'derived') => users.map((user_id) => eventFixture({ user_id, origin }));
    const consume = async (ref: ProcessorRef): Promise<void> => {
      for (let round = 0; round < rounds; round++) {
        const outcome = await store.finishBatch(
          finishedBatch(ref, { from: round, to: round + 1, states: [stateRow()], derived: spread('derived') }),
        );
        expect(outcome).toBe('finished');
      }
    };
    const produce = async (): Promise<void> => {
      for (let round = 0; round < rounds; round++) await log.append(spread('producer').reverse());
    };
    const deadlocks = async () =>
      (await sql`select deadlocks from pg_stat_database where datname = current_database()`)[0]?.['deadlocks'];
    await Promise.all([...refs.map(consume), produce(), produce()]);
    expect(await deadlocks()).toBe(0);
  });
});

describe('dueStates', () => {
  it('answers what is due, quiet and of the lane, oldest deadline first', async () => {
    const ref = await newProcessor(store);
    const due = (key: string, given: Partial<StateRow>) =>
      stateRow({
        key,
        deadline_at: '2026-11-20T10:00:00.000Z',
        last_recorded_at: '2026-11-20T08:00:00.000Z',
        ...given,
      });
    const states = [
      due('second', {}),
      due('first', { deadline_at: '2026-11-20T09:00:00.000Z', last_recorded_at: null }),
      due('later', { deadline_at: '2026-11-20T10:00:00.001Z' }),
      due('busy', { last_recorded_at: '2026-11-20T09:30:00.001Z' }),
      due('never', { deadline_at: null }),
    ];
    await store.finishBatch(finishedBatch(ref, { states }));
    await store.finishBatch(finishedBatch(ref, { lane: 4, states: [due('elsewhere', { lane: 4 })] }));
    const find = (limit: number) =>
      store.dueStates(ref, 3, '2026-11-20T10:00:00.000Z', '2026-11-20T09:30:00.000Z', limit);
    expect((await find(10)).map((row) => row.key)).toEqual(['first', 'second']);
    expect((await find(1)).map((row) => row.key)).toEqual(['first']);
  });
});

describe('ranges', () => {
  it('that were announced come back unchanged until they are finished', async () => {
    const ref = await newProcessor(store);
    const announced = [
      { lane: 0, from: 0, to: 10 },
      { lane: 1, from: 0, to: 7 },
    ];
    expect(await store.announceRanges(ref, announced)).toEqual(announced);
    const wider = [
      { lane: 0, from: 0, to: 99 },
      { lane: 2, from: 0, to: 4 },
    ];
    expect(await store.announceRanges(ref, wider)).toEqual([
      { lane: 0, from: 0, to: 10 },
      { lane: 2, from: 0, to: 4 },
    ]);
    expect(await store.finishRanges(ref, announced)).toBe('finished');
    expect((await store.checkpoints(ref)).slice(0, 3).map((row) => row.offset)).toEqual([10, 7, 0]);
    expect(await store.announceRanges(ref, [{ lane: 0, from: 10, to: 12 }])).toEqual([{ lane: 0, from: 10, to: 12 }]);
  });

  it('that are stale are not recorded and fence all that is finished with them', async () => {
    const ref = await newProcessor(store);
    await store.finishRanges(ref, await store.announceRanges(ref, [{ lane: 0, from: 0, to: 10 }]));
    const ranges = [
      { lane: 0, from: 0, to: 20 },
      { lane: 1, from: 0, to: 7 },
    ];
    expect(await store.announceRanges(ref, ranges)).toEqual(ranges);
    expect(await store.finishRanges(ref, ranges)).toBe('fenced');
    expect((await store.checkpoints(ref)).slice(0, 2).map((row) => row.offset)).toEqual([10, 0]);
    const pending = await sql`select lane from projection_range where processor = ${ref.processor}`;
    expect(pending).toEqual([{ lane: 1 }]);
  });

  it('are finished by one of two', async () => {
    const ref = await newProcessor(store);
    const ranges = await store.announceRanges(ref, [{ lane: 0, from: 0, to: 10 }]);
    const outcomes = await Promise.all([store.finishRanges(ref, ranges), store.finishRanges(ref, ranges)]);
    expect(outcomes.toSorted()).toEqual(['fenced', 'finished']);
  });
});

describe('quarantine', () => {
  it('keeps the first reason, also one that quotes what cannot be stored', async () => {
    const ref = await newProcessor(store);
    expect(await store.quarantineOf(ref)).toBeUndefined();
    const fault = { code: 'unstorable', values: { message: '"\0\ud800"', rows: 3 } } as const;
    await store.quarantine(ref, fault, { lane: 3, offset: 9 }, []);
    await store.quarantine(ref, { code: 'fewer_answers', values: {} }, null, []);
    expect(await store.quarantineOf(ref)).toEqual({
      reason: 'The database cannot store what it produced: "\ufffd"',
      reason_code: 'unstorable',
      reason_values: { message: '"\ufffd"', rows: 3 },
    });
    expect(await store.quarantineOf({ ...ref, version: '2.0.0' })).toBeUndefined();
  });

  it('stands in the log of the plugin once, under the revision that was stopped', async () => {
    const ref = { processor: 'followed/inbox', version: '1.0.0+2' };
    await sql`insert into plugin (plugin_id, kind, manifest, provenance) values ('followed', 'aggregator', '{}', 'shipped')`;
    await store.quarantine(ref, { code: 'fewer_answers', values: {} }, null, []);
    await store.quarantine(ref, { code: 'put_down', values: {} }, null, []);
    const reason = 'It gave fewer answers than asked.';
    const noted = await sql`
      select revision, level, message, message_code, message_values from plugin_log where plugin_id = 'followed'`;
    expect([...noted]).toEqual([
      {
        revision: '1.0.0+2',
        level: 'error',
        message: `Quarantined: ${reason}`,
        message_code: 'quarantined',
        message_values: { reason, reason_code: 'fewer_answers' },
      },
    ]);
  });

  it('keeps events it failed at, whose batch will never be finished', async () => {
    const ref = await newProcessor(store);
    const fault = { event_id: randomUUID(), lane: 3, offset: 9, reason: 'a "comma", and {braces}' };
    const why = { code: 'too_many_faults', values: { faults: 60, events: 1_000, last: fault.reason } } as const;
    await store.quarantine(ref, why, null, [fault]);
    await store.quarantine(ref, why, null, [fault]);
    const kept = await sql`
      select event_id, lane, "offset", reason from plugin_error where processor = ${ref.processor}`;
    expect([...kept]).toEqual([fault]);
  });
});
