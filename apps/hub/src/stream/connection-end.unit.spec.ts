import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { connectionEnd } from './connection-end.ts';

const servers: ReturnType<typeof createServer>[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A client and the request the server has of it. */
async function asking() {
  const server = createServer();
  servers.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  client.on('error', () => {});
  client.write('GET / HTTP/1.1\r\nhost: hub\r\n\r\n');
  const [request] = (await once(server, 'request')) as [IncomingMessage];
  request.on('error', () => {});
  return { client, request };
}

describe('the end of a connection', () => {
  it('is told when the client goes', async () => {
    const { client, request } = await asking();
    const signal = connectionEnd(request);
    expect(signal.aborted).toBe(false);
    client.destroy();
    if (!signal.aborted) await once(signal, 'abort');
  });

  it('is told of a client that went while it was not looked at', async () => {
    const { client, request } = await asking();
    const gone = new Promise((resolve) => request.once('close', resolve));
    client.destroy();
    await gone;
    expect(connectionEnd(request).aborted).toBe(true);
  });
});
