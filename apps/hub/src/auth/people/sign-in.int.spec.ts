import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asOperator, consoleUrl, cookieOf, type PeopleHub, password, startPeopleHub } from '../testing/people-hub.ts';

let hub: PeopleHub;

beforeAll(async () => {
  hub = await startPeopleHub();
});
afterAll(() => hub.stop());

const me = (cookie: string) => hub.send('/activity/people/me', { headers: { cookie } });
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  hub.send(path, { method: 'POST', body, headers });

describe('the first run', () => {
  const ada = { name: 'Ada', email: 'Ada@Example.org', password };

  test('makes one admin, though many ask at once', async () => {
    expect((await hub.send('/activity/people/setup')).json).toEqual({
      needs_setup: true,
      sign_in: { password: true, ory: false },
    });
    const answers = await Promise.all(Array.from({ length: 5 }, () => post('/activity/people/setup', ada)));
    expect(answers.map((answer) => answer.status).sort((a, b) => a - b)).toEqual([200, 409, 409, 409, 409]);
    expect(answers.find((answer) => answer.status === 200)?.json).toMatchObject({
      email: 'ada@example.org',
      role: 'admin',
      signs_in_with: 'password',
    });
    expect((await hub.send('/activity/people/setup')).json).toMatchObject({ needs_setup: false });
  });

  test('takes no weak password', async () => {
    const answer = await post('/activity/people/setup', { ...ada, password: 'short' });
    expect([answer.status, answer.json['pointer']]).toEqual([422, '/password']);
  });
});

describe('a session', () => {
  test('begins with the right password only', async () => {
    const wrong = await post('/api/auth/sign-in/email', { email: 'ada@example.org', password: 'wrong horse battery' });
    const nobody = await post('/api/auth/sign-in/email', { email: 'nobody@example.org', password });
    expect([wrong.status, nobody.status]).toEqual([401, 401]);
    expect(wrong.json).toEqual(nobody.json);
    const right = await post('/api/auth/sign-in/email', { email: 'ada@example.org', password });
    const [cookie = ''] = right.headers.getSetCookie();
    expect(cookie).toMatch(/HttpOnly/i);
    expect(cookie).toMatch(/SameSite=Lax/i);
    expect((await me(cookieOf(right))).json).toMatchObject({ kind: 'person', name: 'Ada', role: 'admin', cohorts: [] });
  });

  test('is nobody with a forged or no cookie', async () => {
    const good = await hub.signIn('ada@example.org', password);
    const forged = good.replace(/=([^.]+)/, '=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa');
    expect((await me(forged)).status).toBe(401);
    expect((await me('')).status).toBe(401);
  });

  test('ends with sign-out', async () => {
    const cookie = await hub.signIn('ada@example.org', password);
    expect((await me(cookie)).status).toBe(200);
    const headers = { cookie, origin: consoleUrl };
    expect((await hub.send('/api/auth/sign-out', { method: 'POST', body: {}, headers })).status).toBe(200);
    expect((await me(cookie)).status).toBe(401);
  });

  test('changes things from a page of the console only', async () => {
    const cookie = await hub.signIn('ada@example.org', password);
    const cohort = { name: 'Origins' };
    const from = (origin: string | undefined) =>
      post('/activity/cohorts', cohort, { cookie, ...(origin === undefined ? {} : { origin }) });
    for (const origin of [undefined, 'http://127.0.0.1:8080', 'http://localhost:3000', 'null', 'https://evil.example'])
      expect((await from(origin)).json).toMatchObject({ code: 'host_not_allowed' });
    expect((await from(consoleUrl)).status).toBe(200);
  });
});

describe('what better-auth has and the hub does not serve', () => {
  test.each([
    ['POST', '/api/auth/sign-up/email'],
    ['POST', '/api/auth/update-user'],
    ['POST', '/api/auth/request-password-reset'],
    ['POST', '/api/auth/delete-user'],
    ['POST', '/api/auth/link-social'],
    ['GET', '/api/auth/get-session'],
    ['GET', '/api/auth/list-accounts'],
    ['GET', '/api/auth/ok'],
  ])('%s %s', async (method, path) => {
    const sent = { name: 'Eve', email: 'eve@example.org', password, role: 'admin' };
    const answer = await hub.send(path, { method, ...(method === 'POST' ? { body: sent } : {}) });
    expect(answer.status).toBe(404);
  });
});

describe('people', () => {
  test('choose their password by a link that works once', async () => {
    const person = { name: 'Mira', email: 'mira@example.org', role: 'mentor' };
    const made = await post('/activity/people', person, asOperator);
    const { invitation } = made.json as { invitation: { token: string; path: string } };
    expect(made.json).toMatchObject({ person: { signs_in_with: 'nothing', role: 'mentor' } });
    expect(invitation.path).toContain(invitation.token);
    const choose = () => post('/activity/people/password', { token: invitation.token, password });
    const [first, second] = await Promise.all([choose(), choose()]);
    expect([first.status, second.status].sort((a, b) => a - b)).toEqual([200, 404]);
    const cookie = await hub.signIn('mira@example.org', password);
    expect((await me(cookie)).json).toMatchObject({ name: 'Mira', role: 'mentor' });
    expect((await hub.send('/activity/people', { headers: { cookie } })).status).toBe(403);
    expect((await post('/activity/people', person, asOperator)).json).toMatchObject({ code: 'already_exists' });
  });

  test('are out at once when they are disabled, and when the password is reset', async () => {
    const { person_id, cookie } = await hub.join({ name: 'Noa', email: 'noa@example.org', role: 'mentor' });
    expect((await me(cookie)).status).toBe(200);
    const change = (body: unknown) =>
      hub.send(`/activity/people/${person_id}`, { method: 'PATCH', body, headers: asOperator });
    expect((await change({ disabled: true })).json).toMatchObject({ disabled: true });
    expect((await me(cookie)).status).toBe(401);
    const locked = await post('/api/auth/sign-in/email', { email: 'noa@example.org', password });
    expect([locked.status, locked.json['code']]).toEqual([403, 'DISABLED']);
    await change({ disabled: false });
    const again = await hub.signIn('noa@example.org', password);
    expect((await me(again)).status).toBe(200);
    const reset = await post(`/activity/people/${person_id}/password-reset`, {}, asOperator);
    expect(reset.json['token']).toBeTypeOf('string');
    expect((await me(again)).status).toBe(401);
    expect((await post('/api/auth/sign-in/email', { email: 'noa@example.org', password })).status).toBe(401);
  });

  test('cannot all lose the right to administer', async () => {
    const { json } = await hub.send('/activity/people', { headers: asOperator });
    const ada = (json['items'] as { email: string; person_id: string }[]).find(
      (each) => each.email === 'ada@example.org',
    );
    for (const change of [{ role: 'mentor' }, { disabled: true }]) {
      const answer = await hub.send(`/activity/people/${ada?.person_id}`, {
        method: 'PATCH',
        body: change,
        headers: asOperator,
      });
      expect(answer.json).toMatchObject({ code: 'invalid_input', pointer: `/${Object.keys(change)[0]}` });
    }
  });

  test('leave their acts in the audit, without a secret', async () => {
    const { json } = await hub.send('/activity/audit?action=person.&limit=200', { headers: asOperator });
    const text = JSON.stringify(json);
    expect(text).toContain('person.made');
    expect(text).toContain('person.password_reset');
    expect(text).not.toContain(password);
    const entries = json['items'] as { actor: { kind: string }; action: string }[];
    expect(entries.find((entry) => entry.action === 'person.made')?.actor.kind).toBe('key');
    await expect(hub.sql`delete from audit_entry`).rejects.toThrow('append-only');
    await expect(hub.sql`update view_record set viewer_id = null`).rejects.toThrow('append-only');
  });
});

test('attempts to sign in are limited by the address of the client', async () => {
  const attempt = (address: string) =>
    post('/api/auth/sign-in/email', { email: `${address}@example.org`, password }, { 'x-forwarded-for': address });
  const answers = [];
  for (let count = 0; count < 21; count += 1) answers.push(await attempt('198.51.100.7'));
  expect(answers.slice(0, 20).every((answer) => answer.status === 401)).toBe(true);
  const last = answers.at(-1);
  expect(last?.json).toMatchObject({ code: 'rate_limited' });
  expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await attempt('198.51.100.8')).status).toBe(401);
});
