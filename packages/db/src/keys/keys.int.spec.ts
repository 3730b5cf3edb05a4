import { randomBytes } from 'node:crypto';
import { defaultKeyLimits } from '@activity-hub/contracts/access/api-key';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectPostgres, type Sql } from '../postgres/client.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-servers.ts';
import { addKeyUsage } from './add-key-usage.ts';
import { changeKey } from './change-key.ts';
import { getKey } from './get-key.ts';
import { insertKey, type KeyToInsert } from './insert-key.ts';
import { listKeys } from './list-keys.ts';
import { putOperatorKey } from './put-operator-key.ts';
import { readKeyUsage } from './read-key-usage.ts';
import { revokeKey } from './revoke-key.ts';
import { rotateKey } from './rotate-key.ts';
import { touchKeys } from './touch-keys.ts';

let database: TestDatabase;
let sql: Sql;
let number = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  sql = connectPostgres(database.url, { max: 4 });
});

afterAll(async () => {
  await sql.end();
  await database.drop();
});

const admin = { kind: 'person', id: 'p1', name: 'Ada' } as const;

async function made(over: Partial<KeyToInsert> = {}): Promise<KeyToInsert> {
  const key: KeyToInsert = {
    key_id: `key${String(++number).padStart(9, '0')}`,
    secret_digest: randomBytes(32),
    name: 'lms',
    source: 'lms',
    permissions: ['write'],
    event_types: ['activity.learning.*'],
    limits: defaultKeyLimits,
    created_by: admin,
    expires_at: null,
    ...over,
  };
  await insertKey(sql, key);
  return key;
}

const successorOf = (expiresAt: string | null = null) => ({
  key_id: `new${String(++number).padStart(9, '0')}`,
  secret_digest: randomBytes(32),
  created_by: admin,
  expires_at: expiresAt,
});

describe('keys', () => {
  it('come back as they were made', async () => {
    const key = await made();
    expect(await getKey(sql, key.key_id)).toMatchObject({ ...key, events_today: 0, revoked_at: null });
    expect(await getKey(sql, 'no0000000000')).toBeUndefined();
  });

  it('are listed newest first, page by page, and by the state they are in', async () => {
    const past = '2020-01-01T00:00:00.000Z';
    const source = 'paged';
    const active = await made({ source });
    const expired = await made({ source, expires_at: past });
    const revoked = await made({ source });
    await revokeKey(sql, revoked.key_id);
    const old = await made({ source });
    const successor = successorOf();
    await rotateKey(sql, { keyId: old.key_id, successor, overlapSeconds: 60 });
    const ids = async (filter: Partial<Parameters<typeof listKeys>[1]>) =>
      (await listKeys(sql, { limit: 10, source, ...filter })).map((row) => row.key_id);
    expect(await ids({})).toEqual([successor, old, revoked, expired, active].map((key) => key.key_id));
    expect(await ids({ state: 'active' })).toEqual([successor.key_id, active.key_id]);
    expect(await ids({ state: 'ending' })).toEqual([old.key_id]);
    expect(await ids({ state: 'expired' })).toEqual([expired.key_id]);
    expect(await ids({ state: 'revoked' })).toEqual([revoked.key_id]);
    const second = await getKey(sql, old.key_id);
    expect(await ids({ after: { at: second?.created_at ?? '', key_id: old.key_id } })).toEqual(
      [revoked, expired, active].map((key) => key.key_id),
    );
  });

  it('are replaced once, also when two people do so at the same time', async () => {
    const key = await made();
    const rotations = await Promise.all(
      [successorOf(), successorOf()].map((successor) =>
        rotateKey(sql, { keyId: key.key_id, successor, overlapSeconds: 3600 }),
      ),
    );
    expect(rotations.filter(Boolean)).toHaveLength(1);
    const old = await getKey(sql, key.key_id);
    const successor = await getKey(sql, old?.rotated_to ?? '');
    expect(successor).toMatchObject({ name: 'lms', source: 'lms', rotated_from: key.key_id, permissions: ['write'] });
  });

  it('do not live longer for being replaced', async () => {
    const soon = new Date(Date.now() + 60_000).toISOString();
    const key = await made({ expires_at: soon });
    await rotateKey(sql, { keyId: key.key_id, successor: successorOf(soon), overlapSeconds: 86_400 });
    expect((await getKey(sql, key.key_id))?.overlap_until).toBe(soon);
  });

  it('are not replaced after they were revoked', async () => {
    const key = await made();
    await revokeKey(sql, key.key_id);
    expect(await rotateKey(sql, { keyId: key.key_id, successor: successorOf(), overlapSeconds: 0 })).toBe(false);
  });

  it('announce every change and no use', async () => {
    const heard: string[] = [];
    const listener = connectPostgres(database.url, { max: 1 });
    await listener.listen('hub_keys', (keyId) => heard.push(keyId));
    const key = await made();
    await touchKeys(sql, [{ key_id: key.key_id, at: new Date().toISOString(), address: '127.0.0.1' }]);
    await changeKey(sql, key.key_id, { name: 'other', limits: defaultKeyLimits, expires_at: null });
    await revokeKey(sql, key.key_id);
    await expect.poll(() => heard).toEqual([key.key_id, key.key_id, key.key_id]);
    await listener.end();
  });

  it('keep the latest use, in whatever order uses are noted', async () => {
    const key = await made();
    const later = '2026-11-20T10:00:00.000Z';
    await touchKeys(sql, [{ key_id: key.key_id, at: later, address: '10.0.0.2' }]);
    await touchKeys(sql, [{ key_id: key.key_id, at: '2026-11-20T09:00:00.000Z', address: '10.0.0.1' }]);
    expect(await getKey(sql, key.key_id)).toMatchObject({ last_used_at: later, last_used_address: '10.0.0.2' });
  });
});

describe('usage', () => {
  it('adds up over processes and is read by day', async () => {
    const key = await made();
    const day = '2026-11-20';
    const add = (events: number) => addKeyUsage(sql, [{ key_id: key.key_id, day, events }]);
    await Promise.all([add(5), add(7)]);
    expect(await add(1)).toEqual([{ key_id: key.key_id, day, events: 13 }]);
    expect(await readKeyUsage(sql, day)).toContainEqual({ key_id: key.key_id, day, events: 13 });
    expect(await addKeyUsage(sql, [{ key_id: 'no0000000000', day, events: 1 }])).toEqual([]);
  });
});

describe('the operator key', () => {
  const operator = (keyId: string, secretDigest = randomBytes(32)) => ({
    keyId,
    secretDigest,
    limits: defaultKeyLimits,
  });

  it('is put once, and a new one ends the one before', async () => {
    const first = operator('operator0001');
    expect(await putOperatorKey(sql, first)).toBe(true);
    expect(await putOperatorKey(sql, first)).toBe(true);
    expect(await getKey(sql, 'operator0001')).toMatchObject({ permissions: ['admin'], revoked_at: null });
    expect(await putOperatorKey(sql, operator('operator0002'))).toBe(true);
    expect((await getKey(sql, 'operator0001'))?.revoked_at).not.toBeNull();
    expect((await getKey(sql, 'operator0002'))?.revoked_at).toBeNull();
  });

  it('is not taken when its id belongs to another secret', async () => {
    await putOperatorKey(sql, operator('operator0003'));
    expect(await putOperatorKey(sql, operator('operator0003'))).toBe(false);
  });
});
