import { describe, expect, test } from 'vitest';
import { demandOwnOrigin } from './own-origin.ts';

describe('demandOwnOrigin', () => {
  const cookie = 'activity-hub.session_token=x.y';
  const known = { consoleUrls: ['https://hub.example.org'], consoleUrlsKnown: true } as const;
  const unknown = { consoleUrls: ['http://127.0.0.1:3000'], consoleUrlsKnown: false } as const;
  test.each([
    ['GET', { cookie }, known, true],
    ['POST', { origin: 'https://evil.example' }, known, true],
    ['POST', { cookie, origin: 'https://hub.example.org' }, known, true],
    ['POST', { cookie, origin: 'https://evil.example' }, known, false],
    ['POST', { cookie, origin: 'http://127.0.0.1:3000' }, known, false],
    ['DELETE', { cookie }, known, false],
    ['PATCH', { cookie, origin: 'http://localhost:5173' }, unknown, true],
    ['PATCH', { cookie, origin: 'https://evil.example' }, unknown, false],
    ['POST', { cookie }, unknown, false],
  ])('%s with %j', (method, headers, settings, isAllowed) => {
    const demand = () => demandOwnOrigin({ method, headers }, settings);
    if (isAllowed) expect(demand).not.toThrow();
    else expect(demand).toThrow(expect.objectContaining({ code: 'host_not_allowed' }));
  });
});
