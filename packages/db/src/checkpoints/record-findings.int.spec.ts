import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectPostgres, type Sql } from '../postgres/client.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-servers.ts';
import type { ConsumerStore, ProcessorRef } from './consumer-store.ts';
import { createPostgresConsumerStore } from './postgres-consumer-store.ts';
import { caseFinding, finishedBatch, newProcessor } from './testing/batch-fixtures.ts';

let database: TestDatabase;
let sql: Sql;
let store: ConsumerStore;

beforeAll(async () => {
  database = await createTestDatabase();
  sql = connectPostgres(database.url);
  store = createPostgresConsumerStore(sql);
});

afterAll(async () => {
  await sql.end();
  await database.drop();
});

const casesOf = (ref: ProcessorRef) => sql`
  select case_id, severity, status, score, findings, first_seen_at, last_seen_at, evidence, event_ids::text[] as event_ids
  from anomaly_case where detector = ${ref.processor} order by key`;

describe('findings', () => {
  it('are grouped into the open case of detector, key and kind', async () => {
    const ref = await newProcessor(store);
    const first = caseFinding({ severity: 'high', score: 2, seen_at: '2026-11-20T10:00:00.000Z' });
    const second = caseFinding({
      severity: 'low',
      score: 5,
      seen_at: '2026-11-20T11:00:00.000Z',
      evidence: '{"seen": 2}',
    });
    const other = caseFinding({ key: 'somebody else' });
    await store.finishBatch(finishedBatch(ref, { findings: [first, second, other] }));
    expect(await casesOf(ref)).toEqual([
      expect.objectContaining({ case_id: other.case_id, findings: 1 }),
      {
        case_id: first.case_id,
        severity: 'high',
        status: 'open',
        score: 5,
        findings: 2,
        first_seen_at: first.seen_at,
        last_seen_at: second.seen_at,
        evidence: { seen: 2 },
        event_ids: [...second.event_ids, ...first.event_ids],
      },
    ]);
  });

  it('count once under the same case id, also when the case was closed since', async () => {
    const ref = await newProcessor(store);
    const found = caseFinding();
    await store.finishBatch(finishedBatch(ref, { findings: [found] }));
    await store.finishBatch(finishedBatch(ref, { from: 5, to: 6, findings: [found] }));
    expect(await casesOf(ref)).toMatchObject([{ findings: 1 }]);
    await sql`update anomaly_case set status = 'resolved' where case_id = ${found.case_id}`;
    await store.finishBatch(finishedBatch(ref, { from: 6, to: 7, findings: [found] }));
    expect(await casesOf(ref)).toMatchObject([{ findings: 1, status: 'resolved' }]);
    await store.finishBatch(finishedBatch(ref, { from: 7, to: 8, findings: [caseFinding()] }));
    expect(await casesOf(ref)).toHaveLength(2);
  });

  it('never make a case longer than fifty events', async () => {
    const ref = await newProcessor(store);
    for (let round = 0; round < 3; round++) {
      const event_ids = Array.from({ length: 30 }, () => randomUUID());
      await store.finishBatch(
        finishedBatch(ref, { from: round, to: round + 1, findings: [caseFinding({ event_ids })] }),
      );
      const [held] = await casesOf(ref);
      expect(held?.['event_ids'].slice(0, 30)).toEqual(event_ids);
      expect(held?.['event_ids'].length).toBe(Math.min(50, 30 * (round + 1)));
    }
  });
});
