import { afterAll, beforeAll, expect, test } from 'vitest';
import { readReaderOffsets } from '../checkpoints/read-reader-offsets.ts';
import { createPostgresEventStore } from '../event-store/postgres-event-store.ts';
import { statusRow } from '../plugins/testing/status-row.ts';
import { writeProcessorStatus } from '../plugins/write-processor-status.ts';
import { connectPostgres, type Sql } from '../postgres/client.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-servers.ts';
import { connectQueryPool } from './connect-query-pool.ts';
import { exactInstant } from './exact-instant.ts';
import { readProgress } from './read-progress.ts';
import { sampleEvent } from './testing/sample-event.ts';

let database: TestDatabase;
let writer: Sql;
let reader: Sql;

beforeAll(async () => {
  database = await createTestDatabase();
  writer = connectPostgres(database.url, { max: 3 });
  reader = connectQueryPool(database.url, { max: 2 });
});

afterAll(async () => {
  await Promise.all([writer.end(), reader.end()]);
  await database.drop();
});

test('what is recorded by a transaction still running lies after the settled instant', async () => {
  let settledWhileRunning = '';
  await writer.begin(async (transaction) => {
    await createPostgresEventStore(transaction as unknown as Sql).append([sampleEvent()]);
    settledWhileRunning = (await readProgress(reader)).settled_at;
    const { heads } = await readProgress(reader);
    expect(heads.reduce((sum, lane) => sum + lane.head, 0)).toBe(0);
  });
  const [event] = await reader<{ recorded_at: string }[]>`select recorded_at from event`;
  expect(exactInstant(event?.recorded_at ?? '') > settledWhileRunning).toBe(true);

  const after = await readProgress(reader);
  expect(after.settled_at > exactInstant(event?.recorded_at ?? '')).toBe(true);
  expect(after.heads.reduce((sum, lane) => sum + lane.head, 0)).toBe(1);
});

test('a checkpoint behind its lane waits since its first unfinished event was recorded', async () => {
  const user = '00000000-0000-4000-8000-000000000001';
  const store = createPostgresEventStore(writer);
  const outcomes = [
    ...(await store.append([sampleEvent({ user_id: user })])),
    ...(await store.append([sampleEvent({ user_id: user })])),
  ];
  const second = outcomes[1];
  if (second?.status !== 'accepted') throw new Error('The event was not accepted.');
  const { lane, offset } = second.position;
  await writer`insert into checkpoint (processor, version, lane, "offset") values ('p', '1', ${lane}, ${offset - 1})`;
  expect((await readProgress(reader)).checkpoints).toEqual([
    {
      processor: 'p',
      version: '1',
      lane,
      offset: offset - 1,
      waiting_since: exactInstant(second.recorded_at),
      rests: false,
      builds: false,
    },
  ]);
  await writer`update checkpoint set derives_after = ${offset}`;
  expect((await readProgress(reader)).checkpoints[0]?.builds).toBe(true);
  await writer`update checkpoint set made_at = now() - interval '6 minutes'`;
  expect((await readProgress(reader)).checkpoints[0]?.builds).toBe(false);
  const said = (moved: boolean) => writeProcessorStatus(writer, [statusRow({ processor: 'p', version: '1', moved })]);
  await said(false);
  expect((await readProgress(reader)).checkpoints[0]?.builds).toBe(false);
  await said(true);
  await said(false);
  expect((await readProgress(reader)).checkpoints[0]?.builds).toBe(true);
  await writer`insert into processor_quarantine (processor, version, reason) values ('p', '1', 'It looped.')`;
  expect((await readProgress(reader)).checkpoints[0]?.builds).toBe(false);
  await writer`update checkpoint set "offset" = ${offset}`;
  expect((await readProgress(reader)).checkpoints[0]?.waiting_since).toBeNull();
});

test('of a plugin the live revision is shown, whatever runs beside it or ran before', async () => {
  await writer`
    insert into plugin (plugin_id, kind, manifest, provenance, live_revision, paused)
    values ('counter', 'aggregator', '{}', 'shipped', '1.0.0', true)`;
  await writer`
    insert into checkpoint (processor, version, lane, of_inbox)
    values ('counter', '1.0.0', 0, false), ('counter', '1.0.0+2', 0, false), ('counter', '0.9.0', 0, false),
      ('counter/inbox', '1.0.0', 0, false), ('counter/inbox', '1.0.0+2', 0, false), ('counter', '1.0.0', 1, true)`;
  const shown = async () =>
    (await readProgress(reader)).checkpoints
      .filter(({ processor }) => processor !== 'p')
      .toSorted((a, b) => a.processor.localeCompare(b.processor));
  expect(await shown()).toMatchObject([
    { processor: 'counter', version: '1.0.0', lane: 0, rests: true },
    { processor: 'counter/inbox', version: '1.0.0', rests: true },
  ]);
  await writer`update plugin set live_revision = '1.0.0+2', paused = false`;
  expect(await shown()).toMatchObject([
    { processor: 'counter', version: '1.0.0+2', rests: false },
    { processor: 'counter/inbox', version: '1.0.0+2' },
  ]);
  expect(await readReaderOffsets(reader, ['counter'])).toEqual([
    { processor: 'counter', version: '1.0.0+2', lane: 0, offset: 0 },
  ]);
});
