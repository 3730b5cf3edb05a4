import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import type { RepairAttempt } from '@activity-hub/contracts/activity/refused-repair';
import { getRefused } from '@activity-hub/db/refused/get-refused';
import { createTestDatabase, type TestDatabase } from '@activity-hub/db/testing/test-servers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Publisher } from '../ingest/ingest-request.ts';
import { RepairWorker } from './repair-worker.ts';
import { type ResubmitOptions, resubmitOne } from './resubmit-one.ts';
import { type RepairHub, startRepairHub } from './testing/repair-hub.ts';

let database: TestDatabase;
let hub: RepairHub;
let options: ResubmitOptions;
const keys = new Map<string, Publisher>();

beforeAll(async () => {
  database = await createTestDatabase();
  hub = startRepairHub(database.url);
  options = {
    sql: hub.sql,
    by: 'Ada',
    audit: async () => undefined,
    sources: { ingest: hub.repairing, publisherOfKey: async (id) => keys.get(id) },
  };
});
afterAll(async () => {
  await hub.stop();
  await database.drop();
});

const event = (change: object = {}) => ({
  event_id: randomUUID(),
  event_type: 'activity.learning.lesson_completed',
  event_version: '1.0.0',
  timestamp: '2026-11-01T10:00:00.000Z',
  source_system: 'lms',
  user_id: null,
  payload: { course_id: 'c1', lesson_id: 'l1' },
  ...change,
});
const badTime = () => event({ timestamp: 'yesterday' });
const goodTime = { op: 'set' as const, pointer: '/timestamp', value: '2026-11-01T10:00:00Z' };

const resubmit = (attempt: RepairAttempt) => resubmitOne(options, attempt);
const rowsOf = (eventId: string) => hub.sql`select 1 from event where event_id = ${eventId}`;
const stateOf = async (id: string) => (await getRefused(hub.sql, [id]))[0];

describe('a refused event', () => {
  test('is published under its own id once it is repaired, and keeps the bytes as sent', async () => {
    const sent = badTime();
    const id = await hub.refuse(sent);
    const answer = await resubmit({ refused_id: id, operations: [goodTime] });
    expect(answer).toMatchObject({ status: 'resubmitted', event_id: sent.event_id, duplicate: false, repeated: false });
    expect(await rowsOf(sent.event_id)).toHaveLength(1);
    const kept = await stateOf(id);
    expect(kept).toMatchObject({ state: 'resubmitted', settled_by: 'Ada', attempts: 1 });
    expect(JSON.parse(kept?.raw.toString() ?? '')).toEqual(sent);
    expect(JSON.parse(kept?.repaired?.toString() ?? '')).toEqual({ ...sent, timestamp: '2026-11-01T10:00:00Z' });
    expect(await resubmit({ refused_id: id, text: '{}' })).toMatchObject({
      status: 'resubmitted',
      event_id: sent.event_id,
      repeated: true,
    });
  });

  test('stays open when the repair does not suffice, and nothing more is kept', async () => {
    const id = await hub.refuse(badTime());
    const [before] = await hub.sql`select count(*) from refused_event`;
    expect(await resubmit({ refused_id: id })).toMatchObject({ status: 'refused', code: 'invalid_timestamp' });
    expect(await resubmit({ refused_id: id, text: '{' })).toMatchObject({ status: 'refused', code: 'malformed_json' });
    expect(await stateOf(id)).toMatchObject({ state: 'open' });
    expect(await hub.sql`select count(*) from refused_event`).toEqual([before]);
  });

  test('that the producer published meanwhile is settled as a duplicate', async () => {
    const sent = badTime();
    const id = await hub.refuse(sent);
    const good = { ...sent, timestamp: '2026-11-01T10:00:00Z' };
    const other = await hub.refuse({ ...sent, timestamp: 'tomorrow' });
    await resubmit({ refused_id: other, text: JSON.stringify(good) });
    expect(await resubmit({ refused_id: id, text: JSON.stringify(good) })).toMatchObject({ duplicate: true });
    expect(await rowsOf(sent.event_id)).toHaveLength(1);
  });

  test('whose id is taken by another content says so and stays open', async () => {
    const sent = badTime();
    const [first, second] = [await hub.refuse(sent), await hub.refuse(sent)];
    await resubmit({ refused_id: first, operations: [goodTime] });
    const answer = await resubmit({
      refused_id: second,
      operations: [goodTime, { op: 'set', pointer: '/payload/course_id', value: 'other' }],
    });
    expect(answer).toMatchObject({ status: 'refused', code: 'event_id_conflict' });
    expect(await stateOf(second)).toMatchObject({ state: 'open', last_fault: { code: 'event_id_conflict' } });
  });

  test('without an id gets one that stays the same', async () => {
    const { event_id: _none, ...sent } = event();
    const id = await hub.refuse(sent);
    const first = await resubmit({ refused_id: id });
    await hub.sql`update refused_event set state = 'open', settled_at = null where refused_id = ${id}`;
    const second = await resubmit({ refused_id: id });
    expect(first).toMatchObject({ status: 'resubmitted', duplicate: false });
    expect(second).toEqual({ ...first, duplicate: true });
  });

  test('that was a whole batch is published with all of its events', async () => {
    const [one, two] = [event(), event()];
    const body = Buffer.from(`[${JSON.stringify(one)},`);
    const fault = { code: 'malformed_json', detail: 'x', pointer: '' } as const;
    const request = {
      publisher: { keyId: null, source: null, allows: () => true },
      surface: 'rest',
      format: 'event',
    } as const;
    const { refused_id: id } = await hub.ingest.refuseBody(body, fault, request);
    const answer = await resubmit({ refused_id: id ?? '', text: JSON.stringify([one, two]) });
    expect(answer).toMatchObject({ status: 'resubmitted', events: 2, event_id: one.event_id });
    expect(await rowsOf(two.event_id)).toHaveLength(1);
  });

  test('runs with the rights of the key that sent it, unless an admin says otherwise', async () => {
    const publisher: Publisher = { keyId: 'k1', source: null, allows: (type) => type.startsWith('activity.social.') };
    keys.set('k1', publisher);
    const id = await hub.refuse(event(), { publisher });
    expect(await resubmit({ refused_id: id })).toMatchObject({ status: 'refused', code: 'event_type_not_allowed' });
    keys.clear();
    await expect(resubmit({ refused_id: id })).rejects.toMatchObject({ code: 'not_repairable', pointer: '/as_admin' });
    expect(await resubmit({ refused_id: id, as_admin: true })).toMatchObject({ status: 'resubmitted' });
  });

  test('of which only the beginning was kept needs a text of its own', async () => {
    const id = await hub.refuse(event({ payload: { blob: 'x'.repeat(300_000) } }));
    await expect(resubmit({ refused_id: id })).rejects.toMatchObject({ code: 'not_repairable' });
    expect(await resubmit({ refused_id: id, text: JSON.stringify(event()) })).toMatchObject({ status: 'resubmitted' });
  });
});

describe('a refused event is never loaded twice', () => {
  test('by 24 who repair it at once, each with an id of their own', async () => {
    const id = await hub.refuse(badTime());
    const [before] = await hub.sql<{ count: number }[]>`select count(*) as count from event`;
    const answers = await Promise.all(
      Array.from({ length: 24 }, () => resubmit({ refused_id: id, text: JSON.stringify(event()) })),
    );
    const ids = new Set(answers.map((answer) => (answer.status === 'resubmitted' ? answer.event_id : answer.code)));
    expect(ids.size).toBe(1);
    expect(answers.filter((answer) => answer.status === 'resubmitted' && !answer.repeated)).toHaveLength(1);
    const [after] = await hub.sql<{ count: number }[]>`select count(*) as count from event`;
    expect((after?.count ?? 0) - (before?.count ?? 0)).toBe(1);
  });

  test.each(['before', 'after'])('by a process killed %s the append', async (when) => {
    const sent = badTime();
    const id = await hub.refuse(sent);
    const text = JSON.stringify({ ...sent, timestamp: '2026-11-01T10:00:00Z' });
    const program = path.join(import.meta.dirname, 'testing/die-while-repairing.ts');
    const child = spawn(process.execPath, [program, database.url, id, when, text], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
    expect(await stateOf(id)).toMatchObject({ state: 'resubmitting' });
    expect(await rowsOf(sent.event_id)).toHaveLength(when === 'after' ? 1 : 0);
    // Somebody else comes with another text and another id: what was begun is finished instead.
    const answer = await resubmit({ refused_id: id, text: JSON.stringify(event()) });
    const { event_id } = sent;
    expect(answer).toMatchObject({ status: 'resubmitted', event_id, duplicate: when === 'after', repeated: true });
    expect(await rowsOf(sent.event_id)).toHaveLength(1);
  });

  test('when nobody comes: the worker finishes what a killed process left', async () => {
    const sent = badTime();
    const id = await hub.refuse(sent);
    const text = Buffer.from(JSON.stringify({ ...sent, timestamp: '2026-11-01T10:00:00Z' }));
    await hub.sql`update refused_event set state = 'resubmitting', repaired = ${text}, claimed_at = now() - interval '1 hour'
      where refused_id = ${id}`;
    const worker = new RepairWorker({
      sql: hub.sql,
      sources: options.sources,
      onFailure: (failure) => {
        throw failure;
      },
    });
    worker.start();
    await expect.poll(async () => (await stateOf(id))?.state).toBe('resubmitted');
    await worker.stop();
    expect(await rowsOf(sent.event_id)).toHaveLength(1);
  });
});
