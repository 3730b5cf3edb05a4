import { randomUUID } from 'node:crypto';
import { LANE_COUNT } from '@activity-hub/contracts/lane';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCheckpoints } from '../checkpoints/read-checkpoints.ts';
import { connectPostgres, type Sql } from '../postgres/client.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-servers.ts';
import { finishMatching, type MatchedBatch } from './finish-matching.ts';
import type { MatchedEvent } from './matched-stretch.ts';

let database: TestDatabase;
let sql: Sql;

beforeAll(async () => {
  database = await createTestDatabase();
  sql = connectPostgres(database.url);
});

afterAll(async () => {
  await sql.end();
  await database.drop();
});

/** A matcher of its own, and a subscription that has joined all lanes. */
async function matching() {
  const ref = { processor: `spec-${randomUUID()}`, version: '1.0.0' };
  await readCheckpoints(sql, ref);
  const id = randomUUID();
  await sql`insert into subscription (subscription_id, name, topics, destination, epoch, created_by)
    values (${id}, 'spec', ${sql.array(['activity.**'])}, '{"kind": "pull"}', 0, 'spec')`;
  await sql`insert into subscription_lane (subscription_id, lane, "offset", joined)
    select ${id}, lane, 0, true from generate_series(0, ${LANE_COUNT - 1}) as lane`;
  const [row] = await sql<{ epoch: number }[]>`select epoch from dispatch_epoch`;
  return { ref, id, epoch: row?.epoch ?? 0 };
}

function matched(id: string, offset: number): MatchedEvent {
  const recorded_at = '2026-11-01T10:00:00.000000Z';
  const event = { event_id: randomUUID(), user_id: null, event_type: 'activity.learning.completed' };
  return { subscription_id: id, offset, recorded_at, ...event, ordered: false, fault: null };
}

function batch(id: string, epoch: number, lane: number, from: number, to: number): MatchedBatch {
  const matches = Array.from({ length: to - from }, (_, n) => matched(id, from + n + 1));
  const stretch = { matches, missingKeys: new Map([[id, 1]]) };
  return { lane, from, to, epoch, complete_through: '2026-11-01T10:00:00.000000Z', stretch };
}

/** What a subscription has of each lane, those without anything left out. */
async function figuresOf(id: string) {
  return await sql`
    select lane, matched, missing_key,
      (select count(*) from delivery where delivery.subscription_id = counted.subscription_id
        and delivery.lane = counted.lane and state = 'pending') as pending
    from subscription_lane as counted where subscription_id = ${id} and (matched > 0 or missing_key > 0) order by lane`;
}

describe('the end of batches of several lanes', () => {
  it('writes what matched and moves the lanes together', async () => {
    const { ref, id, epoch } = await matching();
    const moved = await finishMatching(sql, ref, [batch(id, epoch, 5, 0, 3), batch(id, epoch, 2, 0, 1)]);
    expect(moved.toSorted((a, b) => a - b)).toEqual([2, 5]);
    expect(await figuresOf(id)).toEqual([
      { lane: 2, matched: 1, missing_key: 1, pending: 1 },
      { lane: 5, matched: 3, missing_key: 1, pending: 3 },
    ]);
    expect((await readCheckpoints(sql, ref)).map(({ offset }) => offset)).toMatchObject({ 2: 1, 5: 3, 0: 0 });
  });

  it('leaves out the lanes that somebody else has moved, with all they had', async () => {
    const { ref, id, epoch } = await matching();
    await finishMatching(sql, ref, [batch(id, epoch, 4, 0, 2)]);
    const moved = await finishMatching(sql, ref, [batch(id, epoch, 4, 0, 2), batch(id, epoch, 9, 0, 2)]);
    expect(moved).toEqual([9]);
    expect(await figuresOf(id)).toEqual([
      { lane: 4, matched: 2, missing_key: 1, pending: 2 },
      { lane: 9, matched: 2, missing_key: 1, pending: 2 },
    ]);
  });

  it('leaves out what was matched before a subscription changed', async () => {
    const { ref, id, epoch } = await matching();
    const moved = await finishMatching(sql, ref, [batch(id, epoch - 1, 1, 0, 2), batch(id, epoch, 3, 0, 2)]);
    expect(moved).toEqual([3]);
    expect(await figuresOf(id)).toEqual([{ lane: 3, matched: 2, missing_key: 1, pending: 2 }]);
  });

  it('waits crosswise for nobody: two matchers end the same lanes in any order at once', async () => {
    const { ref, id, epoch } = await matching();
    const lanes = Array.from({ length: LANE_COUNT }, (_, lane) => lane);
    for (let from = 0; from < 10; from++) {
      const there = lanes.map((lane) => batch(id, epoch, lane, from, from + 1));
      const moved = await Promise.all([finishMatching(sql, ref, there), finishMatching(sql, ref, there.toReversed())]);
      expect(moved.flat().toSorted((a, b) => a - b)).toEqual(lanes);
    }
    expect((await figuresOf(id)).map((row) => row['pending'])).toEqual(lanes.map(() => 10));
  });
});
