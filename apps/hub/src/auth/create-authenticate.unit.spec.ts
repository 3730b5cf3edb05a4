import type { Caller } from '@activity-hub/contracts/access/caller';
import type { KeyRow } from '@activity-hub/db/keys/key-row';
import { describe, expect, it } from 'vitest';
import { createAuthenticate } from './create-authenticate.ts';
import { ClientAddresses } from './keys/client-addresses.ts';
import { DailyUsage } from './keys/daily-usage.ts';
import { FailedAttempts } from './keys/failed-attempts.ts';
import { keyTextOf, randomKey } from './keys/key-text.ts';
import { KnownKeys } from './keys/known-keys.ts';
import { LastUses } from './keys/last-uses.ts';
import { Limits } from './keys/limits.ts';
import { keyRowFixture } from './testing/key-row-fixture.ts';

const ada: Caller = { kind: 'person', person_id: 'p', email: 'ada@example.org', name: 'Ada', role: 'admin' };

function setUp(read: (keyId: string) => Promise<KeyRow | undefined>) {
  const keys = new KnownKeys({ read, now: Date.now });
  const usage = new DailyUsage({ add: async (used) => used, read: async () => [] }, Date.now);
  return createAuthenticate({
    keys,
    limits: new Limits({ keys, usage, now: Date.now }),
    addresses: new ClientAddresses(Date.now),
    failures: new FailedAttempts(Date.now),
    uses: new LastUses(async () => undefined, Date.now),
    sessionOf: async (cookie) => (cookie.includes('session=ada') ? ada : undefined),
    trustedProxies: ['10.0.0.1'],
    onTooManyAddresses: () => undefined,
    now: Date.now,
  });
}

const text = randomKey();
const row = keyRowFixture({}, text);
const authorization = `Bearer ${keyTextOf(text)}`;

describe('who asks', () => {
  it('is the key, the same object for as long as the key is believed', async () => {
    const authenticate = setUp(async () => row);
    const caller = await authenticate({ authorization });
    expect(caller).toEqual({
      kind: 'key',
      key_id: text.keyId,
      name: 'lms',
      source: 'lms',
      permissions: ['write'],
      event_types: ['activity.**'],
    });
    expect(await authenticate({ authorization })).toBe(caller);
  });

  it('is a person by the session, nobody without one, and the key where both are sent', async () => {
    const authenticate = setUp(async () => row);
    expect(await authenticate({ cookie: 'session=ada' })).toEqual(ada);
    expect(await authenticate({ cookie: 'theme=dark' })).toEqual({ kind: 'anonymous' });
    expect(await authenticate({})).toEqual({ kind: 'anonymous' });
    expect(await authenticate({ authorization, cookie: 'session=ada' })).toMatchObject({ kind: 'key' });
  });

  it('is refused with a wrong key, also beside a good session', async () => {
    const authenticate = setUp(async () => row);
    const wrong = `Bearer ${keyTextOf({ ...randomKey(), keyId: text.keyId })}`;
    await expect(authenticate({ authorization: wrong })).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(authenticate({ apiKey: 'x', cookie: 'session=ada' })).rejects.toMatchObject({ status: 401 });
  });

  it('is not let in while the database is away', async () => {
    const authenticate = setUp(async () => {
      throw Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    });
    await expect(authenticate({ authorization })).rejects.toMatchObject({ code: 'store_unavailable', status: 503 });
  });
});
