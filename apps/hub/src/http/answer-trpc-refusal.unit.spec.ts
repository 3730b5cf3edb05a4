import type { Caller } from '@activity-hub/contracts/access/caller';
import type { HubPorts } from '@activity-hub/contracts/api/hub-ports';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createServer } from './create-server.ts';
import { registerQueryRoutes } from './query-routes.ts';

const operator: Caller = {
  kind: 'key',
  key_id: 'operator',
  name: 'operator',
  source: null,
  permissions: ['admin'],
  event_types: [],
};
let server: FastifyInstance;
const faults: unknown[] = [];

beforeAll(async () => {
  server = createServer(pino({ level: 'silent' }), async () => operator);
  await registerQueryRoutes(server, { portsFor: () => ({}) as HubPorts, onFault: (failure) => faults.push(failure) });
});

afterAll(() => server.close());

const json = { 'content-type': 'application/json' };
const post = (url: string, payload: string, headers: Readonly<Record<string, string>> = json) =>
  server.inject({ method: 'POST', url, payload, headers });

it.each([
  ['cut off', '/trpc/plugins.pause', '{"plugin_id":', 400, 'malformed_json', '/plugin_id'],
  ['cut off in a batch', '/trpc/plugins.pause?batch=1', '{"0":{"plugin_id":', 400, 'malformed_json', '/0/plugin_id'],
  ['with a key twice', '/trpc/plugins.pause', '{"plugin_id":"a","plugin_id":"b"}', 400, 'duplicate_key', '/plugin_id'],
  ['cut off among published events', '/trpc/publish.event?batch=1', '{"0":', 400, 'malformed_json', '/0'],
  ['missing', '/trpc/plugins.pause', '', 400, 'empty_body', ''],
  ['a text of JSON', '/trpc/plugins.pause', '"{\\"plugin_id\\":\\"a\\"}"', 422, 'invalid_input', ''],
])('answers a body that is %s as tRPC does', async (_what, url, payload, status, code, pointer) => {
  const answer = await post(url, payload);
  expect(answer.statusCode).toBe(status);
  expect(answer.headers['content-type']).toMatch(/^application\/json/);
  expect(answer.json()).toMatchObject({
    error: {
      code: -32600,
      message: expect.stringMatching(/\w{4}/),
      data: { code: 'BAD_REQUEST', httpStatus: status, problem: { code, status, pointer } },
    },
  });
});

it('answers a body of another type as tRPC does, with the id of the request', async () => {
  const answer = await post('/trpc/plugins.pause', 'x', { 'content-type': 'text/plain' });
  expect(answer.statusCode).toBe(415);
  expect(answer.json().error.data.problem).toMatchObject({
    code: 'unsupported_media_type',
    request_id: answer.headers['x-request-id'],
  });
});

it.each(['/trpc/plugins.list?input=%7B', '/trpc/plugins.get?input=%E0%A4%A'])(
  'points at the input where it is no JSON: GET %s',
  async (url) => {
    const answer = await server.inject({ method: 'GET', url });
    expect([answer.statusCode, answer.json().error.data.problem]).toEqual([
      400,
      expect.objectContaining({ code: 'invalid_query', pointer: '', detail: expect.stringContaining('"input"') }),
    ]);
  },
);

it('names the methods of a procedure to who comes with another', async () => {
  const answer = await server.inject({ method: 'PUT', url: '/trpc/plugins.pause', payload: '{', headers: json });
  expect([answer.statusCode, answer.headers['allow'], answer.json().code]).toEqual([
    405,
    'GET, HEAD, POST',
    'method_not_allowed',
  ]);
});

it('calls nothing of it a fault of the hub', () => {
  expect(faults).toEqual([]);
});
