import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ProcessorRef } from '../checkpoints/consumer-store.ts';
import { foldedOffsets } from '../checkpoints/folded-offsets.ts';
import { createPostgresConsumerStore } from '../checkpoints/postgres-consumer-store.ts';
import { readCheckpoints } from '../checkpoints/read-checkpoints.ts';
import { finishedBatch } from '../checkpoints/testing/batch-fixtures.ts';
import { connectPostgres, type Sql } from '../postgres/client.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-servers.ts';
import { promoteRevision } from './promote-revision.ts';
import { readOwedEvents } from './read-owed-events.ts';
import { registerPlugin } from './register-plugin.ts';

let database: TestDatabase;
let sql: Sql;

const plugin = {
  plugin_id: 'counter',
  kind: 'aggregator',
  manifest: { id: 'counter', scope: 'custom' },
  provenance: 'shipped',
  refusal: null,
  defaults: {},
} as const;
const live: ProcessorRef = { processor: 'counter', version: '1.0.0' };
const shadow: ProcessorRef = { processor: 'counter', version: '2.0.0' };

async function derivesAfter(ref: ProcessorRef): Promise<number | undefined> {
  return (await readCheckpoints(sql, ref))[3]?.derives_after;
}

describe('a promotion of keys that cross streams', () => {
  const router: ProcessorRef = { processor: 'counter/inbox', version: '1.0.0' };
  const store = () => createPostgresConsumerStore(sql);

  beforeEach(async () => {
    database = await createTestDatabase();
    sql = connectPostgres(database.url, { max: 2 });
    for (const { version } of [live, shadow]) await registerPlugin(sql, { ...plugin, version });
  });

  afterEach(async () => {
    await sql.end();
    await database.drop();
  });

  /** Of lane 3 the first event goes into bucket 5, the second into 6, the third into 5 again; the second is folded. */
  async function leaveTwoOfThree(): Promise<void> {
    const inbox = [5, 6, 5].map((bucket, index) => ({ bucket, key: `work ${bucket}`, lane: 3, offset: index + 1 }));
    expect(await store().finishBatch(finishedBatch(router, { to: 3, inbox }))).toBe('finished');
    expect(await store().finishBatch(finishedBatch(live, { lane: 6, to: 1 }))).toBe('finished');
  }

  it('waits while events were handed on and not folded yet', async () => {
    await leaveTwoOfThree();
    expect(await promoteRevision(sql, 'counter', shadow.version, 'person:anna')).toBe('busy');
    expect(await store().finishBatch(finishedBatch(live, { lane: 5, to: 2 }))).toBe('finished');
    expect(await promoteRevision(sql, 'counter', shadow.version, 'person:anna')).toBeNull();
    expect(await derivesAfter({ ...router, version: shadow.version })).toBe(3);
    expect(await readOwedEvents(sql, 'counter')).toEqual([]);
  });

  it('leaves what was not folded to who takes over, where nobody folds it, and no event to both', async () => {
    await leaveTwoOfThree();
    expect(await foldedOffsets(sql, live)).toEqual(new Array(16).fill(0));
    expect(await promoteRevision(sql, 'counter', shadow.version, 'hub', { unattended: true })).toBeNull();
    const taking = { ...router, version: shadow.version };
    expect(await derivesAfter(taking)).toBe(2);
    expect(await readOwedEvents(sql, 'counter')).toEqual([{ lane: 3, offset: 1 }]);
    // It looked at the first one, and goes in its turn.
    const inbox = [{ bucket: 5, key: 'work 5', lane: 3, offset: 1 }];
    expect(await store().finishBatch(finishedBatch(taking, { to: 1, derives_after: 2, inbox }))).toBe('finished');
    expect(await store().finishBatch(finishedBatch(shadow, { lane: 5, to: 1 }))).toBe('finished');
    expect(await promoteRevision(sql, 'counter', '1.0.0', 'hub', { unattended: true })).toBeNull();
    expect([await derivesAfter(router), await readOwedEvents(sql, 'counter')]).toEqual([2, []]);
  });

  it('is refused to a shadow that folded in silence what has to be derived for yet', async () => {
    await leaveTwoOfThree();
    const ahead = { ...router, version: shadow.version };
    const derives_after = (await derivesAfter(ahead)) ?? 0;
    expect(await store().finishBatch(finishedBatch(ahead, { to: 1, derives_after }))).toBe('finished');
    expect(await promoteRevision(sql, 'counter', shadow.version, 'hub', { unattended: true })).toBe('ahead');
  });
});
