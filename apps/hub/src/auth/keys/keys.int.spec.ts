import type { ApiKey, KeyPage, RotatedKey } from '@activity-hub/contracts/access/api-key';
import type { Problem } from '@activity-hub/contracts/errors';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operatorKey } from '../../testing/operator-key.ts';
import { type KeysHub, lesson, startKeysHub } from '../testing/keys-hub.ts';
import { parseKey } from './key-text.ts';

let hub: KeysHub;

beforeAll(async () => {
  hub = await startKeysHub();
});

afterAll(() => hub?.stop());

describe('a key', () => {
  it('is made, used, rotated and revoked', async () => {
    const { key, secret } = await hub.make({ event_types: ['learning.*'] });
    expect(key).toMatchObject({ state: 'active', event_types: ['activity.learning.*'], last_used_at: null });
    expect(secret.startsWith(`${key.prefix}_`)).toBe(true);
    expect((await hub.publish(secret, 3)).status).toBe(200);
    await expect
      .poll(async () => (await hub.call<ApiKey>('GET', `/activity/keys/${key.key_id}`)).body, { timeout: 5_000 })
      .toMatchObject({ events_today: 3, last_used_at: expect.any(String), last_used_address: '127.0.0.1' });

    const rotated = await hub.rotate<RotatedKey>(key.key_id, 3_600);
    expect(rotated.body).toMatchObject({
      key: { rotated_from: key.key_id, name: 'lms', source: 'lms' },
      previous: { state: 'ending', rotated_to: rotated.body.key.key_id },
    });
    expect([(await hub.publish(secret)).status, (await hub.publish(rotated.body.secret)).status]).toEqual([200, 200]);
    const again = await hub.rotate<Problem>(key.key_id, 60);
    expect([again.status, again.body.code]).toEqual([409, 'already_exists']);

    expect((await hub.call<ApiKey>('POST', `/activity/keys/${key.key_id}/revoke`)).body.state).toBe('revoked');
    const revokedAt = performance.now();
    await expect.poll(async () => (await hub.publish(secret)).body.code, { interval: 20 }).toBe('key_revoked');
    expect(performance.now() - revokedAt).toBeLessThan(1_000);
    expect((await hub.publish(rotated.body.secret)).status).toBe(200);
  });

  it('that was revoked stops on another hub within a second too, and by SQL as well', async () => {
    const other = await hub.startAnother();
    try {
      const { key, secret } = await hub.make();
      expect((await hub.publish(secret, 1, other)).status).toBe(200);
      await hub.sql`update api_key set revoked_at = now() where key_id = ${key.key_id}`;
      const revokedAt = performance.now();
      await expect.poll(async () => (await hub.publish(secret, 1, other)).status, { interval: 20 }).toBe(401);
      expect(performance.now() - revokedAt).toBeLessThan(1_000);
    } finally {
      await other.stop();
    }
  });

  it('ends with its overlap, or at the end it was made with', async () => {
    const { key, secret } = await hub.make();
    await hub.rotate(key.key_id, 0);
    await expect.poll(async () => (await hub.publish(secret)).body.code).toBe('key_expired');
    const soon = new Date(Date.now() + 1_500).toISOString();
    const short = await hub.make({ expires_at: soon });
    expect((await hub.publish(short.secret)).status).toBe(200);
    await expect.poll(async () => (await hub.publish(short.secret)).body.code, { timeout: 5_000 }).toBe('key_expired');
    const past = await hub.call('PATCH', `/activity/keys/${short.key.key_id}`, {
      body: { expires_at: '2020-01-01T00:00:00.000Z' },
    });
    expect([past.status, past.body.code, past.body.pointer]).toEqual([422, 'invalid_input', '/expires_at']);
    const later = { expires_at: new Date(Date.now() + 60_000).toISOString() };
    await hub.call('PATCH', `/activity/keys/${short.key.key_id}`, { body: later });
    await expect.poll(async () => (await hub.publish(short.secret)).status).toBe(200);
  });

  it('may do what it was made for and nothing else', async () => {
    const writer = (await hub.make()).secret;
    const reader = (await hub.make({ name: 'report', source: null, permissions: ['read'] })).secret;
    const asked: readonly (readonly [string, string])[] = [
      ['GET', '/activity/stats'],
      ['GET', '/activity/keys'],
      ['GET', '/activity/metrics'],
      ['POST', '/activity/events/batch'],
    ];
    const statuses = (key: string) =>
      Promise.all(
        asked.map(async ([method, path]) => {
          const body = method === 'POST' ? [lesson()] : undefined;
          return (await hub.call(method, path, { key, body })).status;
        }),
      );
    expect(await statuses(writer)).toEqual([403, 403, 403, 200]);
    expect(await statuses(reader)).toEqual([200, 403, 200, 403]);
    expect(await statuses(operatorKey)).toEqual([200, 200, 200, 200]);
    expect(await statuses('')).toEqual([401, 401, 401, 401]);
  });

  it('publishes as its source, and the types of its scope', async () => {
    const { secret } = await hub.make({ event_types: ['learning.*'] });
    const stranger = { ...lesson(), source_system: 'crm' };
    const other = { ...lesson(), event_type: 'activity.social.posted' };
    const { body } = await hub.call<{ items: readonly { code?: string }[] }>('POST', '/activity/events/batch', {
      key: secret,
      body: [stranger, other],
    });
    expect(body.items.map((item) => item.code)).toEqual(['source_not_allowed', 'event_type_not_allowed']);
  });
});

describe('the administration of keys', () => {
  it('is audited with who and what, and without a secret', async () => {
    const { key, secret } = await hub.make();
    await hub.call('PATCH', `/activity/keys/${key.key_id}`, { body: { name: 'learning platform' } });
    await hub.call('POST', `/activity/keys/${key.key_id}/revoke`, { body: {} });
    const entries = await hub.sql`select actor_name, action, before, after from audit_entry
      where subject = ${`key:${key.key_id}`} order by at, audit_id`;
    expect(entries.map((entry) => [entry['actor_name'], entry['action']])).toEqual([
      ['operator', 'key.made'],
      ['operator', 'key.changed'],
      ['operator', 'key.revoked'],
    ]);
    expect(entries[1]).toMatchObject({ before: { name: 'lms' }, after: { name: 'learning platform' } });
    const kept = JSON.stringify(entries);
    expect(kept).not.toContain(parseKey(secret)?.secret);
    expect(kept).not.toContain('digest');
  });

  it('lists page by page and says what is not there', async () => {
    for (let n = 0; n < 3; n++) await hub.make({ source: 'paged' });
    const first = await hub.call<KeyPage>('GET', '/activity/keys?source=paged&limit=2');
    const cursor = encodeURIComponent(first.body.next_cursor ?? '');
    const second = await hub.call<KeyPage>('GET', `/activity/keys?source=paged&limit=2&cursor=${cursor}`);
    const ids = [...first.body.items, ...second.body.items].map((key) => key.key_id);
    expect([new Set(ids).size, second.body.next_cursor]).toEqual([3, null]);
    expect((await hub.call('GET', '/activity/keys?cursor=xyz')).body.code).toBe('invalid_cursor');
    expect((await hub.call('GET', '/activity/keys/000000000000')).body.code).toBe('not_found');
    expect((await hub.call('GET', '/activity/keys/short')).status).toBe(400);
  });

  it.each([
    ['no permission', { permissions: [] }],
    ['a permission there is not', { permissions: ['fly'] }],
    ['a pattern that is none', { event_types: ['activity.**.x'] }],
    ['a source that is none', { source: 'LMS!' }],
    ['a name of control characters', { name: 'a\u0000b' }],
    ['an empty name', { name: '  ' }],
    ['a limit below one', { limits: { events_per_day: 0 } }],
    ['an end that is no time', { expires_at: 'tomorrow' }],
    ['a field there is not', { secret: 'mine' }],
  ])('refuses %s with the place', async (_name, over) => {
    const { status, body } = await hub.call('POST', '/activity/keys', {
      body: { name: 'lms', permissions: ['write'], ...over },
    });
    expect([400, 422]).toContain(status);
    expect(body.pointer).toMatch(/^\//);
  });
});

it('writes no secret into the log', () => {
  expect(hub.logged()).toContain('http.answered');
  for (const secret of hub.secrets) expect(hub.logged()).not.toContain(parseKey(secret)?.secret ?? secret);
});
