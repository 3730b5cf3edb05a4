import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { afterEach, expect, it } from 'vitest';
import { nothingAllowed, parseAllowList } from '../webhook/allow-list.ts';
import type { ResolveHost } from '../webhook/resolve-host.ts';
import { madeCertificates } from '../webhook/testing/made-certificates.ts';
import { guardedConnect } from './guarded-connect.ts';

let server: Server | undefined;
afterEach(async () => {
  if (server !== undefined) await new Promise((done) => server?.close(done));
  server = undefined;
});

async function listening(started: Server): Promise<number> {
  server = started.listen(0, '127.0.0.1');
  await once(started, 'listening');
  return (started.address() as AddressInfo).port;
}

/** A listener that says a word to whoever connects, and how many did. */
async function greeter() {
  let connections = 0;
  const port = await listening(
    createServer((socket) => {
      connections += 1;
      socket.on('error', () => {}).end('welcome');
    }),
  );
  return { port, connections: () => connections };
}

const loopback: ResolveHost = async () => [{ address: '127.0.0.1', family: 4 }];

it.each(['127.0.0.1', '::ffff:127.0.0.1', 'localhost', '127.1', 'kafka.example'])('refuses %s', async (host) => {
  const { port, connections } = await greeter();
  const resolve = host === 'kafka.example' ? loopback : undefined;
  const socket = guardedConnect({ allow: nothingAllowed, resolve })({ host, port, tls: false });
  const [error] = await once(socket, 'error');
  expect(String(error)).toContain('loopback address; nothing is sent there unless an operator allows it');
  expect(connections()).toBe(0);
});

it.each([
  ['127.0.0.1', '127.0.0.1/32'],
  ['kafka.example', 'kafka.example'],
])('reaches %s where an operator allows it', async (host, allow) => {
  const { port } = await greeter();
  const socket = guardedConnect({ allow: parseAllowList(allow), resolve: loopback })({ host, port, tls: false });
  expect(String((await once(socket, 'data'))[0])).toBe('welcome');
});

it('speaks TLS with those alone whose certificate is good', async () => {
  const { server: made } = madeCertificates();
  const port = await listening(createTlsServer({ ...made }, (socket) => void socket.end()));
  const socket = guardedConnect({ allow: parseAllowList('localhost') })({ host: 'localhost', port, tls: true });
  expect((await once(socket, 'error'))[0]).toMatchObject({ code: expect.stringMatching(/SELF_SIGNED|UNABLE_TO|CERT/) });
});
