import { describe, expect, test } from 'vitest';
import { sessionCookieOf } from './sessions.ts';

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
