import { appRouter } from '@activity-hub/contracts/api/app-router';
import type { HubPorts } from '@activity-hub/contracts/api/hub-ports';
import { errorTable, type Problem } from '@activity-hub/contracts/errors';
import { encodeKeysetCursor } from '@activity-hub/contracts/keyset-cursor';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anna, caseId, createSmallHub, readingKey, type SmallHub, session } from '../query/testing/small-hub.ts';
import { createServer } from './create-server.ts';
import { registerQueryRoutes } from './query-routes.ts';
import { restEndpoints } from './rest-endpoints.ts';

let hub: SmallHub;
let server: FastifyInstance;
let lonely: FastifyInstance;
let eventId: string;
const faults: unknown[] = [];

async function serve(ports: SmallHub['ports']): Promise<FastifyInstance> {
  const made = createServer(pino({ level: 'silent' }), async () => readingKey);
  await registerQueryRoutes(made, { portsFor: () => ports as HubPorts, onFault: (failure) => faults.push(failure) });
  return made;
}

beforeAll(async () => {
  hub = await createSmallHub();
  server = await serve(hub.ports);
  lonely = await serve(hub.withoutAnalytics);
  eventId = (await hub.ports.events.search({ user_id: anna, limit: 1 })).items[0]?.event_id ?? '';
});

afterAll(async () => {
  await Promise.all([server.close(), lonely.close()]);
  await hub.close();
});

type Input = Readonly<Record<string, string | number>>;

const rest = (url: string, at = server) => at.inject({ method: 'GET', url });

function trpc(procedure: string, input: unknown, at = server) {
  const query = input === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify(input))}`;
  return at.inject({ method: 'GET', url: `/trpc/${procedure}${query}` });
}

function restUrl(path: string, input: Input): string {
  const query = new URLSearchParams();
  let url = path;
  for (const [name, value] of Object.entries(input)) {
    if (url.includes(`{${name}}`)) url = url.replace(`{${name}}`, encodeURIComponent(value));
    else query.set(name, String(value));
  }
  return query.size === 0 ? url : `${url}?${query.toString()}`;
}

/** At least one question for every procedure that is also REST. */
const questions: readonly (readonly [procedure: string, input: () => Input])[] = [
  ['events.search', () => ({})],
  ['events.search', () => ({ type: 'learning.*', limit: 1 })],
  ['events.search', () => ({ user_id: anna, from: '2026-03-10T00:00:00Z', to: '2026-03-12T00:00:00+03:00' })],
  ['events.search', () => ({ source: 'club', limit: 500 })],
  ['events.search', () => ({ session_id: session })],
  ['events.search', () => ({ payload_path: 'score', payload_op: 'gte', payload_value: '80' })],
  ['events.types', () => ({})],
  ['events.get', () => ({ event_id: eventId })],
  ['users.list', () => ({ prefix: 'aa', limit: 3 })],
  ['users.events', () => ({ user_id: anna, type: 'social.*' })],
  ['users.timeline', () => ({ user_id: anna, days: 2 })],
  ['users.score', () => ({ user_id: anna, period: 'weekly' })],
  ['users.streaks', () => ({ user_id: anna })],
  ['users.summary', () => ({ user_id: anna })],
  ['users.metrics', () => ({ user_id: anna })],
  ['users.works', () => ({ user_id: anna })],
  ['system.stats', () => ({})],
  ['system.trends', () => ({ from: '2026-03-01T00:00:00Z', to: '2026-03-13T00:00:00Z', group: 'type' })],
  ['anomalies.list', () => ({ status: 'open', limit: 2 })],
  ['anomalies.get', () => ({ case_id: caseId })],
];
/** What is asked of the two databases. The other procedures are tried beside what they are about. */
const endpoints = restEndpoints(appRouter).filter(
  ({ procedure, type }) =>
    type === 'query' && /^(events|users|system|anomalies)\.(?!correction$|explainScore$)/.test(procedure),
);
const pathOf = (procedure: string) => endpoints.find((endpoint) => endpoint.procedure === procedure)?.path ?? '';
const takesNothing = (procedure: string) =>
  endpoints.find((endpoint) => endpoint.procedure === procedure)?.fields === undefined;

describe('REST and tRPC', () => {
  test('every procedure with a path is asked here', () => {
    expect([...new Set(questions.map(([procedure]) => procedure))].sort()).toEqual(
      endpoints.map((endpoint) => endpoint.procedure).sort(),
    );
  });

  test.each(questions.map(([procedure, input], at) => [`${procedure} #${at}`, procedure, input] as const))(
    'give the same JSON: %s',
    async (_, procedure, input) => {
      const answered = await rest(restUrl(pathOf(procedure), input()));
      const called = await trpc(procedure, takesNothing(procedure) ? undefined : input());
      expect([answered.statusCode, called.statusCode]).toEqual([200, 200]);
      expect(answered.headers['content-type']).toContain('application/json');
      expect(answered.json()).toEqual(called.json().result.data);
      expect(JSON.stringify(answered.json())).toBe(JSON.stringify(called.json().result.data));
    },
  );

  test('a page leads to the next', async () => {
    const first = (await rest('/activity/events?limit=3')).json();
    const second = (await rest(`/activity/events?limit=3&cursor=${first.next_cursor}`)).json();
    expect(second.items).toHaveLength(2);
    expect(second.next_cursor).toBeNull();
  });

  test('lists are asked over tRPC without payloads', async () => {
    const page = (await trpc('events.rows', { user_id: anna, limit: 2 })).json().result.data;
    expect(page.items[0]).toHaveProperty('payload_summary');
    expect(page.items[0]).not.toHaveProperty('payload');
  });

  test('many procedures in one batch, also when their names are long together', async () => {
    const names = Array.from({ length: 13 }, () => 'users.timeline');
    const input = Object.fromEntries(names.map((_, at) => [at, { user_id: anna }]));
    const answer = await server.inject({
      url: `/trpc/${names.join(',')}?batch=1&input=${encodeURIComponent(JSON.stringify(input))}`,
    });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toHaveLength(13);
  });

  test('what infinite queries of the console add does no harm', async () => {
    expect((await trpc('events.rows', { user_id: anna, direction: 'forward' })).statusCode).toBe(200);
  });
});

const keyset = (timestamp: string) =>
  encodeKeysetCursor({ timestamp, event_id: '0190f0c0-0000-7000-8000-000000000001' });

const badQuestions: readonly (readonly [procedure: string, input: Input, code: string, pointer: string])[] = [
  ['events.search', { type: 'Learning.*' }, 'invalid_query', '/type'],
  ['events.search', { type: '' }, 'invalid_query', '/type'],
  ['events.search', { type: '**.completed' }, 'invalid_query', '/type'],
  ['events.search', { type: 'a'.repeat(300) }, 'invalid_query', '/type'],
  ['events.search', { user_id: 'anna' }, 'invalid_query', '/user_id'],
  ['events.search', { session_id: '1' }, 'invalid_query', '/session_id'],
  ['events.search', { from: 'yesterday' }, 'invalid_query', '/from'],
  ['events.search', { from: '2026-02-30T00:00:00Z' }, 'invalid_query', '/from'],
  ['events.search', { from: '2026-03-10T00:00:00' }, 'invalid_query', '/from'],
  ['events.search', { from: '2026-03-10T00:00:00Z', to: '2026-03-09T00:00:00Z' }, 'invalid_query', '/from'],
  ['events.search', { cursor: 'xyz' }, 'invalid_cursor', '/cursor'],
  ['events.search', { cursor: keyset('2026-02-30T10:00:00.000000Z') }, 'invalid_cursor', '/cursor'],
  ['events.search', { cursor: keyset('infinity') }, 'invalid_cursor', '/cursor'],
  ['events.search', { limit: 0 }, 'invalid_query', '/limit'],
  ['events.search', { limit: 501 }, 'invalid_query', '/limit'],
  ['events.search', { limit: 1.5 }, 'invalid_query', '/limit'],
  ['events.search', { limit: 'many' }, 'invalid_query', '/limit'],
  ['events.search', { payload_path: "a'; drop table event; --", payload_value: '1' }, 'invalid_query', '/payload_path'],
  ['events.search', { payload_path: 'a' }, 'invalid_query', '/payload_value'],
  ['events.search', { payload_value: 'a' }, 'invalid_query', '/payload_path'],
  ['events.search', { payload_path: 'a', payload_op: 'like', payload_value: 'b' }, 'invalid_query', '/payload_op'],
  ['events.search', { source: 'a\u0000b' }, 'invalid_query', '/source'],
  ['events.get', { event_id: 'no-uuid' }, 'not_found', '/event_id'],
  ['events.get', { event_id: '0190f0c0-0000-7000-8000-00000000ffff' }, 'not_found', '/event_id'],
  ['users.list', { prefix: 'x%' }, 'invalid_query', '/prefix'],
  ['users.events', { user_id: 'anna' }, 'invalid_query', '/user_id'],
  ['users.timeline', { user_id: anna, cursor: keyset('2026-03-10T10:00:00.000000Z') }, 'invalid_cursor', '/cursor'],
  ['users.timeline', { user_id: anna, days: 61 }, 'invalid_query', '/days'],
  ['users.score', { user_id: anna, period: 'yearly' }, 'invalid_query', '/period'],
  ['users.score', { user_id: anna, from: '2026-02-30' }, 'invalid_query', '/from'],
  ['users.score', { user_id: anna, from: '2026-03-02', to: '2026-03-01' }, 'invalid_query', '/from'],
  ['users.streaks', { user_id: '%' }, 'invalid_query', '/user_id'],
  ['system.trends', { step: 'minute' }, 'invalid_query', '/step'],
  [
    'system.trends',
    { step: 'hour', from: '2020-01-01T00:00:00Z', to: '2026-01-01T00:00:00Z' },
    'range_too_wide',
    '/step',
  ],
  ['system.trends', { from: '1970-01-01T00:00:00Z', to: '2199-01-01T00:00:00Z' }, 'range_too_wide', '/from'],
  ['system.trends', { from: '2027-01-01T00:00:00Z' }, 'invalid_query', '/from'],
  ['anomalies.list', { status: 'gone' }, 'invalid_query', '/status'],
  ['anomalies.get', { case_id: '1' }, 'invalid_query', '/case_id'],
  ['anomalies.get', { case_id: '0190f0c0-0000-7000-8000-00000000ffff' }, 'not_found', '/case_id'],
];

function withoutRequest({ request_id, ...problem }: Problem): Omit<Problem, 'request_id'> {
  expect(request_id).toEqual(expect.any(String));
  return problem;
}

describe('a bad question', () => {
  test.each(badQuestions)('%s %j is %s at %s, the same on both surfaces', async (procedure, input, code, pointer) => {
    const answered = await rest(restUrl(pathOf(procedure), input));
    const called = await trpc(procedure, input);
    const { status } = errorTable[code as keyof typeof errorTable];
    expect([answered.statusCode, called.statusCode]).toEqual([status, status]);
    expect(answered.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    const problem = withoutRequest(answered.json());
    expect(problem).toMatchObject({
      type: `urn:activity-hub:error:${code}`,
      code,
      status,
      pointer,
      detail: expect.stringMatching(/\w/),
    });
    expect(withoutRequest(called.json().error.data.problem)).toEqual(problem);
    expect(called.json().error.data.httpStatus).toBe(status);
    expect(`${answered.body}${called.body}`).not.toMatch(/stack|node_modules|\.ts:/);
  });

  test.each([
    ['/activity/events?tpye=learning.*', '/tpye'],
    ['/activity/events?__proto__=1', '/__proto__'],
    ['/activity/events?a%2Fb=1', '/a~1b'],
    ['/activity/stats?limit=1', '/limit'],
    [`/activity/users/${anna}/events?user_id=${anna}`, '/user_id'],
    ['/activity/events?type=a.b&type=c.d', '/type'],
    ['/activity/events?limit=5&limit=6', '/limit'],
    ['/activity/events?limit=', '/limit'],
    ['/activity/events?limit=0x10', '/limit'],
    ['/activity/events?limit=%205', '/limit'],
    ['/activity/events?limit=1e2', '/limit'],
    ['/activity/events?source=%00', '/source'],
  ])('GET %s is refused at %s', async (url, pointer) => {
    const answer = await rest(url);
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ code: 'invalid_query', pointer });
  });

  test.each([
    ['/trpc/events.nothing', 404, 'not_found'],
    ['/trpc/', 404, 'not_found'],
    ['/trpc/events.search?input=%7B', 400, 'invalid_query'],
    ['/trpc/events.search?input=5', 400, 'invalid_query'],
    ['/trpc/events.get', 400, 'invalid_query'],
    ['/trpc/events.search?batch=1&input=5', 400, 'invalid_query'],
  ])('GET %s answers %i', async (url, status, code) => {
    const answer = await rest(url);
    expect(answer.statusCode).toBe(status);
    expect(JSON.stringify(answer.json())).toContain(`"code":"${code}"`);
    expect(answer.body).not.toMatch(/stack|node_modules/);
  });

  test('what REST was asked before does not change what tRPC accepts', async () => {
    await rest('/activity/events?limit=5');
    expect((await trpc('events.search', { limit: '5' })).statusCode).toBe(400);
  });

  test('does not read like a fault of the hub', () => {
    expect(faults).toEqual([]);
  });
});

describe('a failure of the hub', () => {
  test('is told without its reason, and an operator hears of it', async () => {
    const ports = {
      ...hub.ports,
      system: { ...hub.ports.system, stats: () => Promise.reject(new Error('password=hunter2')) },
    };
    const failing = await serve(ports);
    const heard = faults.length;
    for (const answer of [await rest('/activity/stats', failing), await trpc('system.stats', undefined, failing)]) {
      expect(answer.statusCode).toBe(500);
      expect(answer.body).toContain('"code":"internal_error"');
      expect(answer.body).not.toMatch(/hunter2|stack|\.ts/);
    }
    expect(faults.length).toBe(heard + 1);
    await failing.close();
  });

  test('to keep its own contract is no bad question', async () => {
    const ports = { ...hub.ports, system: { ...hub.ports.system, stats: () => Promise.resolve({} as never) } };
    const failing = await serve(ports);
    expect((await rest('/activity/stats', failing)).json()).toMatchObject({ code: 'internal_error', status: 500 });
    await failing.close();
  });

  test('of the analytics store is told as such', async () => {
    const answer = await rest('/activity/trends', lonely);
    expect([answer.statusCode, answer.json().code]).toEqual([503, 'analytics_unavailable']);
    expect((await rest('/activity/events?source=club', lonely)).json()).toMatchObject({
      notice: { code: 'bounded_scan' },
    });
  });
});

test('nothing is said to other origins, and nothing is written here', async () => {
  const answer = await server.inject({ url: '/activity/stats', headers: { origin: 'https://example.com' } });
  expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  expect((await server.inject({ method: 'POST', url: '/activity/stats', payload: {} })).statusCode).toBe(405);
  expect((await server.inject({ method: 'POST', url: '/trpc/system.stats', payload: {} })).statusCode).toBe(405);
});
