import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ProcessorRef } from '../checkpoints/consumer-store.ts';
import { createPostgresConsumerStore } from '../checkpoints/postgres-consumer-store.ts';
import { finishedBatch, stateRow } from '../checkpoints/testing/batch-fixtures.ts';
import { connectPostgres, type Sql } from '../postgres/client.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-servers.ts';
import { compareRevisions } from './compare-revisions.ts';
import { insertShadow } from './insert-shadow.ts';
import { registerPlugin } from './register-plugin.ts';

let database: TestDatabase;
let sql: Sql;

const manifest = { id: 'counter', version: '1.0.0', scope: 'stream' } as const;
const live: ProcessorRef = { processor: 'counter', version: '1.0.0' };
const shadow: ProcessorRef = { processor: 'counter', version: '1.0.0+2' };

beforeEach(async () => {
  database = await createTestDatabase();
  sql = connectPostgres(database.url, { max: 4 });
  await registerPlugin(sql, {
    plugin_id: 'counter',
    kind: 'aggregator',
    version: '1.0.0',
    manifest: { id: 'counter', scope: 'stream' },
    provenance: 'shipped',
    refusal: null,
    defaults: { step: 1 },
  });
  await sql.begin((transaction) =>
    insertShadow(transaction, { manifest, config: { step: 2 }, note: null, made_by: 'person:anna' }),
  );
});

afterEach(async () => {
  await sql.end();
  await database.drop();
});

/** Folds lane 3 on. */
async function advance(ref: ProcessorRef, from: number, to: number, more = {}): Promise<void> {
  const [place] = await sql<{ derives_after: number }[]>`
    select derives_after from checkpoint where processor = ${ref.processor} and version = ${ref.version} and lane = 3`;
  const batch = finishedBatch(ref, { from, to, derives_after: place?.derives_after ?? 0, ...more });
  expect(await createPostgresConsumerStore(sql).finishBatch(batch)).toBe('finished');
}

describe('a comparison', () => {
  const key = randomUUID();
  const at = (second: number) => `2026-11-20T10:00:0${second}.000Z`;
  const state = (n: number, more = {}) =>
    stateRow({ key, state: JSON.stringify({ n }), last_recorded_at: at(1), ...more });

  const days = Array.from({ length: 30 }, (_, day) =>
    state(1, { window_start: `2026-11-${String(day + 1).padStart(2, '0')}` }),
  );

  const compared = () => compareRevisions(sql, { pluginId: 'counter', live: live.version, other: shadow.version });

  it('counts what is equal, changed, missing and new, by window, with samples of what differs', async () => {
    const gone = randomUUID();
    const fresh = randomUUID();
    await advance(live, 0, 5, { states: [state(1), state(4, { window_kind: 'all' }), state(1, { key: gone })] });
    await advance(shadow, 0, 5, { states: [state(1), state(8, { window_kind: 'all' }), state(2, { key: fresh })] });
    expect(await compared()).toEqual({
      revision: '1.0.0+2',
      live_revision: '1.0.0',
      cursors_equal: true,
      live_events: 5,
      other_events: 5,
      not_reached: 0,
      windows: [
        { window_kind: 'all', same: 0, changed: 1, missing: 0, only_new: 0 },
        { window_kind: 'daily', same: 1, changed: 0, missing: 1, only_new: 1 },
      ],
      samples: [
        expect.objectContaining({ key, verdict: 'changed', live: { n: 4 }, other: { n: 8 } }),
        expect.objectContaining({ key: gone, verdict: 'missing', live: { n: 1 }, other: null }),
        expect.objectContaining({ key: fresh, verdict: 'only_new', live: null, other: { n: 2 } }),
      ],
    });
  });

  it('takes its samples from many keys and every kind of window, however many windows one key has', async () => {
    const others = Array.from({ length: 40 }, () => state(1, { key: randomUUID() }));
    await advance(live, 0, 5, { states: [...days, ...others, state(1, { window_kind: 'all' })] });
    await advance(shadow, 0, 5);
    const { samples } = await compared();
    expect(samples).toHaveLength(20);
    expect(new Set(samples.map((sample) => sample.key)).size).toBeGreaterThanOrEqual(19);
    expect(samples.filter((sample) => sample.window_kind === 'all')).toHaveLength(1);
    expect((await compared()).samples).toEqual(samples);
  });

  it('fills its samples with the windows of one key where no other differs', async () => {
    await advance(live, 0, 5, { states: days });
    await advance(shadow, 0, 5);
    const { samples } = await compared();
    expect(samples.map((sample) => sample.window_start)).toEqual(days.slice(0, 20).map((day) => day.window_start));
  });

  it('leaves out what the live one folded beyond the place of the other, and says how much', async () => {
    const late = { key: randomUUID(), last_recorded_at: at(3) };
    await advance(live, 0, 9, { states: [state(1), state(7, late)], complete_through: at(3) });
    await advance(shadow, 0, 5, { states: [state(1)], complete_through: at(2) });
    expect(await compared()).toMatchObject({
      cursors_equal: false,
      live_events: 9,
      other_events: 5,
      not_reached: 1,
      windows: [{ window_kind: 'daily', same: 1, changed: 0, missing: 0, only_new: 0 }],
      samples: [],
    });
  });
});
