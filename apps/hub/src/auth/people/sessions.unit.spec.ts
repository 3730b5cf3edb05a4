import type { PersonCaller } from '@activity-hub/contracts/access/caller';
import { describe, expect, test } from 'vitest';
import { createSessions, sessionCookieOf } from './sessions.ts';

describe('sessionCookieOf', () => {
  test.each([
    ['a=b; activity-hub.session_token=x.y; c=d', 'activity-hub.session_token=x.y'],
    ['__Secure-activity-hub.session_token=x', '__Secure-activity-hub.session_token=x'],
    ['not-activity-hub.session_token=x', undefined],
    ['activity-hub.session_token=', undefined],
    [`activity-hub.session_token=${'x'.repeat(5_000)}`, undefined],
    [undefined, undefined],
  ])('of %j', (header, cookie) => {
    expect(sessionCookieOf(header)).toBe(cookie);
  });
});

describe('createSessions', () => {
  const cookie = 'activity-hub.session_token=x.y';
  const mira: PersonCaller = { kind: 'person', person_id: 'p', email: 'm@example.org', name: 'Mira', role: 'mentor' };

  test('looks a session up once for all that is asked together, and anew after rights have changed', async () => {
    const asked: string[] = [];
    const sessions = createSessions({
      personOf: async (header) => {
        asked.push(header);
        return mira;
      },
    });
    const found = await Promise.all([cookie, `a=b; ${cookie}`, cookie].map(sessions.sessionOf));
    expect(found).toEqual([mira, mira, mira]);
    expect(asked).toEqual([cookie]);
    sessions.forget();
    await sessions.sessionOf(cookie);
    expect(asked).toHaveLength(2);
  });

  test('lets nobody in who cannot be looked up, and asks again', async () => {
    let isAway = true;
    const sessions = createSessions({
      personOf: async () => {
        if (isAway) throw new Error('connection refused');
        return mira;
      },
    });
    await expect(sessions.sessionOf(cookie)).rejects.toMatchObject({ code: 'store_unavailable' });
    isAway = false;
    await expect(sessions.sessionOf(cookie)).resolves.toEqual(mira);
    await expect(sessions.sessionOf('other=cookie')).resolves.toBeUndefined();
  });
});
