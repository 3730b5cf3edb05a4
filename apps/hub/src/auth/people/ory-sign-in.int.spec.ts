import { afterAll, beforeAll, expect, test } from 'vitest';
import { asOperator, consoleUrl, cookieOf, type PeopleHub, startPeopleHub } from '../testing/people-hub.ts';
import { type StandInOry, startStandInOry } from '../testing/stand-in-ory.ts';

let ory: StandInOry;
let hub: PeopleHub;

beforeAll(async () => {
  ory = await startStandInOry();
  hub = await startPeopleHub({
    ORY_ISSUER_URL: ory.issuerUrl,
    ORY_CLIENT_ID: 'hub',
    ORY_CLIENT_SECRET: 'secret-of-the-hub',
    ORY_ROLE_CLAIM: 'groups',
    ORY_ADMIN_VALUES: 'hub-admins',
  });
});
afterAll(async () => {
  await hub.stop();
  ory.close();
});

/** What a browser does: asks the hub, goes to ORY, comes back. @returns the cookies, or where an error led */
async function signInByOry(): Promise<{ cookie: string; location: string }> {
  const begun = await hub.send('/api/auth/sign-in/social', {
    method: 'POST',
    body: { provider: 'ory', callbackURL: '/start', errorCallbackURL: '/sign-in' },
    headers: { origin: consoleUrl },
  });
  expect(begun.status).toBe(200);
  const consent = await fetch(String(begun.json['url']), { redirect: 'manual' });
  const back = new URL(consent.headers.get('location') ?? '');
  // ORY sends people to the console, which forwards to the hub.
  expect(back.origin).toBe(consoleUrl);
  expect(back.pathname).toBe('/api/auth/callback/ory');
  const done = await hub.send(`${back.pathname}${back.search}`, { headers: { cookie: cookieOf(begun) } });
  expect(done.status).toBe(302);
  return { cookie: cookieOf(done), location: done.headers.get('location') ?? '' };
}

const me = async (cookie: string) => (await hub.send('/activity/people/me', { headers: { cookie } })).json;
const claims = { sub: 'ory-1', email: 'olga@example.org', email_verified: true, name: 'Olga' };

test('the console is told that ORY is there', async () => {
  expect((await hub.send('/activity/people/setup')).json).toMatchObject({ sign_in: { password: true, ory: true } });
});

test('a person of ORY is a mentor unless the claim says more, and it is asked anew each time', async () => {
  ory.claims = claims;
  const first = await signInByOry();
  expect(first.location).toBe('/start');
  expect(await me(first.cookie)).toMatchObject({ kind: 'person', name: 'Olga', role: 'mentor' });
  ory.claims = { ...claims, groups: ['staff', 'hub-admins'] };
  expect(await me((await signInByOry()).cookie)).toMatchObject({ role: 'admin' });
  ory.claims = { ...claims, groups: ['staff'] };
  expect(await me((await signInByOry()).cookie)).toMatchObject({ role: 'mentor' });
});

test('an identity whose address is not verified does not take over the account of somebody', async () => {
  const invited = { name: 'Pavel', email: 'pavel@example.org', role: 'admin' as const };
  await hub.join(invited);
  ory.claims = { sub: 'ory-2', email: 'pavel@example.org', email_verified: false, name: 'Not Pavel' };
  const refused = await signInByOry();
  expect(refused.location).toContain('error=');
  expect(await me(refused.cookie)).toMatchObject({ code: 'unauthenticated' });
  ory.claims = { ...ory.claims, email_verified: true, name: 'Pavel', groups: 'hub-admins' };
  expect(await me((await signInByOry()).cookie)).toMatchObject({ email: 'pavel@example.org', role: 'admin' });
});

test('somebody who is disabled here is not let in by ORY', async () => {
  ory.claims = claims;
  const olga = await me((await signInByOry()).cookie);
  await hub.send(`/activity/people/${String(olga['person_id'])}`, {
    method: 'PATCH',
    body: { disabled: true },
    headers: asOperator,
  });
  const refused = await signInByOry();
  expect(refused.location).toContain('error=');
  expect(await me(refused.cookie)).toMatchObject({ code: 'unauthenticated' });
});

test('a callback that nobody began signs nobody in', async () => {
  const done = await hub.send('/api/auth/callback/ory?code=stolen&state=made-up');
  expect(done.headers.get('location') ?? '').toContain('error=');
  expect(cookieOf(done)).not.toContain('session_token=');
});
