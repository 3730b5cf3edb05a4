import type { Caller, KeyPermission } from '@activity-hub/contracts/access/caller';
import { HubError } from '@activity-hub/contracts/errors';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { createServer } from './create-server.ts';

const keyWith = (...permissions: KeyPermission[]): Caller => ({
  kind: 'key',
  key_id: 'k',
  name: 'k',
  source: null,
  permissions,
  event_types: [],
});
const callers: Readonly<Record<string, Caller>> = {
  reader: keyWith('read'),
  writer: keyWith('write'),
  admin: keyWith('admin'),
};

async function serve() {
  const server = createServer(pino({ level: 'silent' }), async ({ authorization }) => {
    if (authorization === undefined) return { kind: 'anonymous' };
    const caller = callers[authorization];
    if (caller === undefined) throw new HubError('unauthenticated', 'No such key.');
    return caller;
  });
  for (const access of ['open', 'read', 'publish', 'admin'] as const) {
    server.get(`/${access}`, { config: { access } }, async ({ caller }) => caller.kind);
  }
  server.get('/procedure', { config: { access: 'procedure' } }, async ({ caller, refusal }) => ({
    kind: caller.kind,
    isRefused: refusal !== null,
  }));
  await server.ready();
  return server;
}

describe('a route', () => {
  it('that does not say who may use it keeps the server from starting', () => {
    const server = createServer(pino({ level: 'silent' }), async () => ({ kind: 'anonymous' }));
    expect(() => server.get('/forgotten', async () => 'everything')).toThrow(/\/forgotten does not say who may use it/);
    expect(() => server.register(async (scope) => scope.get('/deep', async () => 1)).ready()).not.toThrow();
    return expect(server.ready()).rejects.toThrow(/\/deep does not say who may use it/);
  });

  it.each([
    ['', [200, 401, 401, 401]],
    ['reader', [200, 200, 403, 403]],
    ['writer', [200, 403, 200, 403]],
    ['admin', [200, 200, 200, 200]],
    ['unknown', [200, 401, 401, 401]],
  ])('lets "%s" through where it may', async (authorization, expected) => {
    const server = await serve();
    const headers = { host: 'localhost', ...(authorization === '' ? {} : { authorization }) };
    const statuses = ['open', 'read', 'publish', 'admin'].map(async (path) => {
      const answer = await server.inject({ url: `/${path}`, headers });
      return answer.statusCode;
    });
    expect(await Promise.all(statuses)).toEqual(expected);
    await server.close();
  });

  it('of procedures is told of bad credentials instead of answering for them, and knows nobody', async () => {
    const server = await serve();
    const answer = await server.inject({ url: '/procedure', headers: { host: 'localhost', authorization: 'unknown' } });
    expect(answer.json()).toEqual({ kind: 'anonymous', isRefused: true });
    await server.close();
  });
});
