import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asOperator, type PeopleHub, startPeopleHub } from '../auth/testing/people-hub.ts';
import { sentEventFixture } from '../ingest/testing/sent-event-fixture.ts';

let hub: PeopleHub;

beforeAll(async () => {
  hub = await startPeopleHub({}, ['ingest', 'query']);
});
afterAll(() => hub?.stop());

const get = (path: string) => hub.send(path, { headers: asOperator });
const post = (path: string, body: unknown, headers = {}) =>
  hub.send(path, { method: 'POST', body, headers: { ...asOperator, ...headers } });

async function refuse(path: string, body: unknown, headers = {}): Promise<string> {
  const { json } = await post(path, body, headers);
  const [item] = (json['items'] ?? [json]) as readonly Record<string, unknown>[];
  return String(item?.['refused_id']);
}

/** Who viewed a participant, as admins are told. */
async function viewsOf(userId: string): Promise<readonly unknown[]> {
  const { json } = await get(`/activity/audit/views?user_id=${userId}`);
  return json['items'] as readonly unknown[];
}

const view = (procedure: string) => ({ procedure, viewer: { kind: 'key', id: 'testoperator' } });

describe('who reads a refused event', () => {
  test('is kept under the person it names', async () => {
    const userId = randomUUID();
    const { user_id: _somebody, ...rest } = sentEventFixture({ timestamp: 'never' });
    // First, so that the beginning in a list shows it.
    const id = await refuse('/activity/events', { user_id: userId.toUpperCase(), ...rest });
    expect((await get(`/activity/refused/${id}`)).status).toBe(200);
    expect(await viewsOf(userId)).toMatchObject([view('refused.get')]);
    await get('/activity/refused?code=invalid_timestamp');
    expect(await viewsOf(userId)).toMatchObject([view('refused.search'), view('refused.get')]);
    await get('/activity/refused/groups');
    expect(await viewsOf(userId)).toHaveLength(2);
  });

  test('is kept when a repair shows it, with whom the repair took out', async () => {
    const [before, after] = [randomUUID(), randomUUID()];
    const id = await refuse('/activity/events', sentEventFixture({ user_id: before, timestamp: 'never' }));
    const operations = [{ op: 'set', pointer: '/user_id', value: after }];
    await post(`/activity/refused/${id}/revalidate`, { operations });
    await post('/activity/refused/estimate', { refused_ids: [id], operations });
    for (const userId of [before, after])
      expect(await viewsOf(userId)).toMatchObject([view('refused.estimate'), view('refused.revalidate')]);
  });

  test.each([
    [
      'a message of Segment',
      '/v1/batch',
      (id: string) => ({ batch: [{ type: 'fly', messageId: 'm', userId: id }] }),
      {},
    ],
    [
      'a webhook of ORY',
      '/ory/webhooks',
      (id: string) => ({ event: 'login.before', flow_id: 'f', identity_id: id }),
      {},
    ],
    [
      'a statement',
      '/xapi/statements',
      (id: string) => ({
        actor: { account: { homePage: 'https://lms.example.org', name: id } },
        verb: { id: 'http://adlnet.gov/expapi/verbs/levitated' },
        object: { id: 'https://lms.example.org/l' },
      }),
      { 'x-experience-api-version': '1.0.3' },
    ],
  ])('is kept for %s', async (_what, path, bodyOf, headers) => {
    const userId = randomUUID();
    const id = await refuse(path, bodyOf(userId), headers);
    await get(`/activity/refused/${id}`);
    expect(await viewsOf(userId)).toMatchObject([view('refused.get')]);
  });

  test('is kept with nobody where the text names nobody', async () => {
    const id = await refuse('/activity/events', { half: 'an event' });
    const answer = await get(`/activity/refused/${id}`);
    const rows = await hub.sql`select procedure, user_ids from view_record
      where request_id = ${answer.headers.get('x-request-id')}`;
    expect(rows).toEqual([{ procedure: 'refused.get', user_ids: [] }]);
  });

  test('is told nothing when it cannot be kept', async () => {
    const id = await refuse('/activity/events', sentEventFixture({ timestamp: 'never' }));
    await hub.sql`alter table view_record rename to view_record_away`;
    try {
      const answer = await get(`/activity/refused/${id}`);
      expect(answer).toMatchObject({ status: 503, json: { code: 'store_unavailable' } });
      expect(JSON.stringify(answer.json)).not.toContain('lesson_id');
    } finally {
      await hub.sql`alter table view_record_away rename to view_record`;
    }
  });
});
