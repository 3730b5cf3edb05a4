import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asOperator, consoleUrl, type Member, type PeopleHub, startPeopleHub } from '../testing/people-hub.ts';

let hub: PeopleHub;
let mentor: Member;
let admin: Member;
let cohortId: string;
const [anna, boris, clara] = [randomUUID(), randomUUID(), randomUUID()];

const post = (path: string, body: unknown, headers: Record<string, string> = asOperator) =>
  hub.send(path, { method: 'POST', body, headers });
const get = (path: string, headers: Record<string, string>) => hub.send(path, { headers });
const participantsOf = async (member: Member, query = '') =>
  (await get(`/activity/participants${query}`, { cookie: member.cookie })).json as {
    items: { user_id: string; display_name: string; email: string | null; cohorts: { name: string }[] }[];
    next_cursor: string | null;
  };

beforeAll(async () => {
  hub = await startPeopleHub();
  const made = await post('/activity/cohorts', { name: 'Spring' });
  cohortId = String(made.json['cohort_id']);
  mentor = await hub.join({ name: 'Mira', email: 'mira@example.org', role: 'mentor', cohort_ids: [cohortId] });
  admin = await hub.join({ name: 'Ada', email: 'ada@example.org', role: 'admin' });
});
afterAll(() => hub.stop());

describe('a cohort', () => {
  test('has a name that no other has', async () => {
    expect((await post('/activity/cohorts', { name: 'SPRING' })).json).toMatchObject({ code: 'already_exists' });
    const other = await post('/activity/cohorts', { name: 'Autumn' });
    const rename = (name: string) =>
      hub.send(`/activity/cohorts/${String(other.json['cohort_id'])}`, {
        method: 'PATCH',
        body: { name },
        headers: asOperator,
      });
    expect((await rename('spring')).json).toMatchObject({ code: 'already_exists' });
    expect((await rename('AUTUMN')).json).toMatchObject({ name: 'AUTUMN', members: 0 });
    expect((await post(`/activity/cohorts/${randomUUID()}/members`, { user_ids: [anna] })).json).toMatchObject({
      code: 'not_found',
    });
  });

  test('takes members from a list, with a verdict for each line', async () => {
    const csv = [
      'user_id,display_name,time_zone',
      `${anna},"Анна, М.",Europe/Moscow`,
      `${boris};Boris;`,
      'nobody,Nobody,',
      `${clara},Clara,Mars/Olympus`,
      `${anna},Anna again,`,
    ].join('\r\n');
    const first = await post(`/activity/cohorts/${cohortId}/import`, { csv });
    expect(first.json).toMatchObject({ added: 2, updated: 0, refused: 3 });
    expect(
      (first.json['lines'] as { line: number; verdict: string }[]).map((line) => [line.line, line.verdict]),
    ).toEqual([
      [2, 'added'],
      [3, 'added'],
      [4, 'refused'],
      [5, 'refused'],
      [6, 'refused'],
    ]);
    const again = await post(`/activity/cohorts/${cohortId}/import`, { csv: `${boris},Boris B.,` });
    expect(again.json).toMatchObject({ added: 0, updated: 1, refused: 0 });
  });

  test('is seen by its mentor, and by nobody whose cohort it is not', async () => {
    const own = await get('/activity/cohorts', { cookie: mentor.cookie });
    expect(own.json['items']).toMatchObject([{ name: 'Spring', members: 2, mentors: [{ name: 'Mira' }] }]);
    const all = await get('/activity/cohorts', { cookie: admin.cookie });
    expect((all.json['items'] as unknown[]).length).toBe(2);
    expect((await get('/activity/people/me', { cookie: mentor.cookie })).json).toMatchObject({
      cohorts: [{ cohort_id: cohortId, name: 'Spring' }],
    });
  });

  test('is changed by admins only', async () => {
    const as = { cookie: mentor.cookie, origin: consoleUrl };
    for (const [path, body] of [
      ['/activity/cohorts', { name: 'Mine' }],
      [`/activity/cohorts/${cohortId}/members`, { user_ids: [clara] }],
      [`/activity/cohorts/${cohortId}/mentors`, { person_ids: [mentor.person_id] }],
      [`/activity/cohorts/${cohortId}/import`, { csv: `${clara},,` }],
    ] as const)
      expect((await post(path, body, as)).json).toMatchObject({ code: 'forbidden' });
  });

  test('changes what its mentor sees at once', async () => {
    await post(`/activity/cohorts/${cohortId}/members`, { user_ids: [clara.toUpperCase()] });
    expect((await participantsOf(mentor)).items).toHaveLength(3);
    expect((await get(`/activity/users/${clara}/summary`, { cookie: mentor.cookie })).status).toBe(200);
    await post(`/activity/cohorts/${cohortId}/members/removal`, { user_ids: [clara] });
    const refused = await get(`/activity/users/${clara}/summary`, { cookie: mentor.cookie });
    expect([refused.status, refused.json['code']]).toEqual([403, 'not_in_cohort']);
    await post(`/activity/cohorts/${cohortId}/mentors`, { person_ids: [] });
    expect((await participantsOf(mentor)).items).toHaveLength(0);
    await post(`/activity/cohorts/${cohortId}/mentors`, { person_ids: [mentor.person_id] });
    expect((await participantsOf(mentor)).items).toHaveLength(2);
  });

  test('goes without its members', async () => {
    const made = await post('/activity/cohorts', { name: 'Short' });
    const path = `/activity/cohorts/${String(made.json['cohort_id'])}`;
    await post(`${path}/members`, { user_ids: [clara] });
    const gone = await hub.send(path, { method: 'DELETE', headers: { cookie: admin.cookie, origin: consoleUrl } });
    expect(gone.json).toEqual({ cohort_id: made.json['cohort_id'] });
    expect((await hub.send(path, { method: 'DELETE', headers: asOperator })).status).toBe(404);
    expect((await participantsOf(admin, `?search=${clara}`)).items).toMatchObject([{ user_id: clara, cohorts: [] }]);
  });

  test('is bounded', async () => {
    const lines = Array.from({ length: 5_001 }, () => `${randomUUID()},,`).join('\n');
    const answer = await post(`/activity/cohorts/${cohortId}/import`, { csv: lines });
    expect(answer.json).toMatchObject({ code: 'invalid_input', pointer: '/csv' });
  });
});

describe('participants', () => {
  test('are found by a part of the name, in any script, and by the beginning of the id', async () => {
    await hub.send(`/activity/participants/${anna}`, {
      method: 'PATCH',
      body: { email: 'anna@example.org', external_ids: { lms: '42' } },
      headers: asOperator,
    });
    expect((await participantsOf(admin, `?search=${encodeURIComponent('АНН')}`)).items).toMatchObject([
      { user_id: anna, display_name: 'Анна, М.', email: 'anna@example.org', external_ids: { lms: '42' } },
    ]);
    expect((await participantsOf(admin, `?search=${boris.slice(0, 8)}`)).items).toMatchObject([{ user_id: boris }]);
    expect((await participantsOf(admin, '?search=%25')).items).toHaveLength(0);
  });

  test('are shown to their mentor without the address, and to no other', async () => {
    const { items } = await participantsOf(mentor);
    expect(items.map((item) => item.user_id).sort()).toEqual([anna, boris].sort());
    expect(items.find((item) => item.user_id === anna)?.email).toBe('[masked]');
    expect((await participantsOf(mentor, `?search=${clara.slice(0, 8)}`)).items).toHaveLength(0);
  });

  test('are paged without repeat or skip, those without a name last', async () => {
    const ids: string[] = [];
    let cursor = '';
    for (;;) {
      const page = await participantsOf(admin, `?limit=1${cursor}`);
      ids.push(...page.items.map((item) => item.user_id));
      if (page.next_cursor === null) break;
      cursor = `&cursor=${page.next_cursor}`;
    }
    expect([...ids].sort()).toEqual([anna, boris, clara].sort());
    expect(ids.at(-1)).toBe(clara);
    const bad = await get('/activity/participants?cursor=WyJwMSJd', { cookie: admin.cookie });
    expect(bad.json).toMatchObject({ code: 'invalid_cursor', pointer: '/cursor' });
  });

  test('can be asked who viewed them', async () => {
    const { json } = await get(`/activity/audit/views?user_id=${clara}`, { cookie: admin.cookie });
    expect(json['items']).toContainEqual(
      expect.objectContaining({
        procedure: 'users.summary',
        viewer: { kind: 'person', id: mentor.person_id, name: 'Mira' },
      }),
    );
    expect((await get(`/activity/audit/views?user_id=${clara}`, { cookie: mentor.cookie })).status).toBe(403);
    const audit = await get(`/activity/audit?subject=cohort:${cohortId}&limit=3`, { cookie: admin.cookie });
    expect((audit.json['items'] as unknown[]).length).toBe(3);
    expect(audit.json['next_cursor']).toBeTypeOf('string');
  });
});
