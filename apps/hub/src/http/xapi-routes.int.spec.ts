import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type IngestHub, startIngestHub } from '../testing/ingest-hub.ts';
import { asOperator, operatorKey } from '../testing/operator-key.ts';

let hub: IngestHub;

beforeAll(async () => {
  hub = await startIngestHub({ bodyTimeoutMs: 400 });
});

afterAll(() => hub.stop());

const version = { 'x-experience-api-version': '1.0.3' };
const statement = (given: Record<string, unknown> = {}) => ({
  id: randomUUID(),
  actor: { mbox: 'mailto:ann@example.org', name: 'Ann' },
  verb: { id: 'http://adlnet.gov/expapi/verbs/completed' },
  object: {
    id: 'https://lms.example/lesson-1',
    definition: { type: 'http://adlnet.gov/expapi/activities/lesson' },
  },
  timestamp: '2026-06-01T10:00:00Z',
  ...given,
});

const post = (body: unknown, headers: Record<string, string> = version) =>
  hub.post('/xapi/statements', JSON.stringify(body), headers);

async function put(query: string, body: unknown) {
  const response = await fetch(`${hub.url}/xapi/statements${query}`, {
    method: 'PUT',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...asOperator, ...version },
  });
  const text = await response.text();
  return { status: response.status, json: text === '' ? undefined : JSON.parse(text) };
}

describe('POST /xapi/statements', () => {
  it('answers like a record store, for both versions, and again', async () => {
    for (const [sent, answered] of [
      ['1.0.3', '1.0.3'],
      ['1.0', '1.0.3'],
      ['2.0.0', '2.0.0'],
    ] as const) {
      const one = statement();
      for (const _try of [1, 2]) {
        const response = await fetch(`${hub.url}/xapi/statements`, {
          method: 'POST',
          body: JSON.stringify(one),
          headers: {
            'content-type': 'application/json',
            'x-experience-api-version': sent,
            // Record stores are used with Basic: any user name, the key as the password.
            authorization: `Basic ${Buffer.from(`lms:${operatorKey}`).toString('base64')}`,
          },
        });
        expect([response.status, response.headers.get('x-experience-api-version')]).toEqual([200, answered]);
        expect(await response.json()).toEqual([one.id]);
      }
    }
  });

  it('stores what the statement says, and not who it was by name', async () => {
    const one = statement({ result: { score: { scaled: 0.9 }, duration: 'PT10M' } });
    await post([one]);
    const [kept] = await hub.sql`select * from event where event_id = ${one.id}`;
    expect(kept).toMatchObject({
      event_type: 'activity.learning.lesson_completed',
      source_system: 'lms',
      payload: { lesson_id: 'https://lms.example/lesson-1', score: 90, max_score: 100, duration_seconds: 600 },
      context: { surface: 'xapi' },
    });
    expect(JSON.stringify(kept)).not.toMatch(/ann/i);
  });

  it('gives a statement without id and time an id of its content', async () => {
    const { id: _, timestamp: __, ...bare } = statement({ actor: { mbox: `mailto:${randomUUID()}@example.org` } });
    const [first, again] = [await post(bare), await post(bare)];
    expect(first).toMatchObject({ status: 200, json: [expect.stringMatching(/^[0-9a-f-]{36}$/)] });
    expect(again.json).toEqual(first.json);
  });

  it('names what it refused, and stores the others of the list', async () => {
    const good = statement();
    const answer = await post([good, statement({ verb: { id: 'http://example.org/danced' } })]);
    expect(answer).toMatchObject({
      status: 400,
      json: { code: 'unknown_verb', pointer: '/1/verb/id', items: [{ status: 'accepted' }, { status: 'refused' }] },
    });
    expect(await hub.isStored(good.id)).toBe(true);
  });

  it('refuses other content under a taken id', async () => {
    const one = statement();
    await post(one);
    expect(await post({ ...one, timestamp: '2026-06-02T10:00:00Z' })).toMatchObject({
      status: 409,
      json: { status: 409, code: 'event_id_conflict' },
    });
  });

  it('says what becomes of voided statements', async () => {
    const voided = statement({
      verb: { id: 'http://adlnet.gov/expapi/verbs/voided' },
      object: { objectType: 'StatementRef', id: randomUUID() },
    });
    expect(await post(voided)).toMatchObject({
      status: 400,
      json: { code: 'unsupported_statement', detail: expect.stringContaining('cannot be voided') },
    });
  });

  it.each([
    [{}, 400, 'unsupported_version'],
    [{ 'x-experience-api-version': '0.95' }, 400, 'unsupported_version'],
    [{ ...version, 'content-type': 'multipart/mixed; boundary=x' }, 415, 'unsupported_media_type'],
    [{ ...version, authorization: '' }, 401, 'unauthenticated'],
  ])('with %j is refused', async (headers, status, code) => {
    const answer = await post(statement(), headers as Record<string, string>);
    expect(answer).toMatchObject({ status, json: { code } });
  });

  it('names its version in refusals too', async () => {
    const response = await fetch(`${hub.url}/xapi/statements`, { method: 'POST', headers: version });
    expect([response.status, response.headers.get('x-experience-api-version')]).toEqual([401, '1.0.3']);
  });
});

describe('PUT /xapi/statements', () => {
  it('takes the id from the address', async () => {
    const { id, ...one } = statement();
    const address = `?statementId=${id}`;
    expect(await put(address, one)).toEqual({ status: 204, json: undefined });
    expect(await put(address, { ...one, id })).toEqual({ status: 204, json: undefined });
    expect(await put(address, { ...one, timestamp: '2026-06-02T10:00:00Z' })).toMatchObject({ status: 409 });
    expect(await hub.isStored(id)).toBe(true);
  });

  it.each([
    ['', {}, '/statementId'],
    ['?statementId=1', {}, '/statementId'],
    [`?statementId=${randomUUID()}`, { id: randomUUID() }, '/id'],
  ])('%s with %j is refused', async (query, body, pointer) => {
    expect(await put(query, body)).toMatchObject({ status: 400, json: { code: 'invalid_query', pointer } });
  });
});

describe('GET /xapi/about', () => {
  it('tells anybody which versions are spoken', async () => {
    const response = await fetch(`${hub.url}/xapi/about`);
    expect([response.status, await response.json()]).toEqual([200, { version: ['2.0.0', '1.0.3'], extensions: {} }]);
    expect((await fetch(`${hub.url}/xapi/statements`)).status).toBe(405);
  });
});
