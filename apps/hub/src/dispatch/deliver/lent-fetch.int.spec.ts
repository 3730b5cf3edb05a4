import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { FetchRequest } from '@activity-hub/contracts/plugin/protocol';
import { afterAll, afterEach, expect, it } from 'vitest';
import { parseAllowList } from '../webhook/allow-list.ts';
import { GuardedAgents } from '../webhook/guarded-agent.ts';
import { lentFetch } from './lent-fetch.ts';

const allow = parseAllowList('127.0.0.1/32');
const agents = new GuardedAgents({ allow });
const strict = { agents: new GuardedAgents({ allow: parseAllowList('') }), allow: parseAllowList('') };
const stopped = new AbortController();
let server: Server | undefined;

afterEach(() => void server?.close());
afterAll(() => Promise.all([agents.close(), strict.agents.close()]));

async function serving(listener: (...asked: Parameters<RequestListener>) => unknown): Promise<string> {
  server = createServer((request, response) => void listener(request, response)).listen(0, '127.0.0.1');
  await new Promise((listening) => server?.once('listening', listening));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const asking = (url: string, over: Partial<FetchRequest> = {}): FetchRequest => ({
  type: 'fetch',
  id: 1,
  method: 'GET',
  url,
  headers: {},
  body_base64: null,
  ...over,
});

it('sends what it is asked to and gives back the answer, bytes as they are', async () => {
  const host = await serving(async (request, response) => {
    const body = await text(request);
    response.writeHead(202, {
      'x-method': request.method,
      'x-token': request.headers['x-token'],
      'x-body': body.length,
    });
    response.end(Buffer.from([0, 255, 10]));
  });
  const fetch = lentFetch({ agents, allow }, [host]);
  const body_base64 = Buffer.from('hello').toString('base64');
  const request = asking(`http://${host}/x`, { method: 'PUT', headers: { 'x-token': 'a' }, body_base64 });
  expect(await fetch(request, stopped.signal)).toMatchObject({
    status: 202,
    headers: { 'x-method': 'PUT', 'x-token': 'a', 'x-body': '5' },
    body_base64: Buffer.from([0, 255, 10]).toString('base64'),
  });
});

it('does not follow a redirect to where nobody allowed it to go', async () => {
  const host = await serving((_, response) => response.writeHead(302, { location: 'http://169.254.169.254/' }).end());
  const fetch = lentFetch({ agents, allow }, [host]);
  expect(await fetch(asking(`http://${host}/`), stopped.signal)).toMatchObject({ status: 302 });
});

it.each([
  ['a host that is not named', 'https://evil.example/', 'It may ask a.example.org, *.b.example.org, which is what'],
  ['no address', 'no address', 'no http or https'],
  ['a file', 'file:///etc/passwd', 'no http or https'],
  ['what is too long', `https://a.example.org/${'x'.repeat(9_000)}`, 'longer than 8,000'],
  ['plain http', 'http://a.example.org/', 'Plain http to a.example.org is not allowed here'],
])('refuses %s', async (_, url, sentence) => {
  const fetch = lentFetch(strict, ['a.example.org', '*.b.example.org']);
  await expect(fetch(asking(url), stopped.signal)).rejects.toThrow(sentence);
});

it('refuses addresses inside of networks, whoever names them', async () => {
  const fetch = lentFetch(strict, ['127.0.0.1', '169.254.169.254', 'localhost', '[::1]']);
  for (const host of ['127.0.0.1', '169.254.169.254', 'localhost', '[::1]'])
    await expect(fetch(asking(`https://${host}/`), stopped.signal)).rejects.toThrow(
      'nothing is sent there unless an operator',
    );
});

it('refuses headers that belong to the connection', async () => {
  const fetch = lentFetch({ agents, allow }, ['127.0.0.1:9']);
  const request = asking('http://127.0.0.1:9/', { headers: { Host: 'another' } });
  await expect(fetch(request, stopped.signal)).rejects.toThrow('The header Host is set by the hub itself.');
});

it('refuses a method that is none', async () => {
  const fetch = lentFetch({ agents, allow }, ['127.0.0.1:9']);
  const request = asking('http://127.0.0.1:9/', { method: 'GET / HTTP/1.1' });
  await expect(fetch(request, stopped.signal)).rejects.toThrow('a method that is none');
});

it('says in words why there is no answer', async () => {
  const host = await serving(() => undefined);
  await new Promise((closed) => server?.close(closed));
  const fetch = lentFetch({ agents, allow }, [host, '127.0.0.1:9']);
  await expect(fetch(asking(`http://${host}/`), stopped.signal)).rejects.toThrow('Nothing listens at the address');
  await expect(fetch(asking('http://127.0.0.1:9/'), stopped.signal)).rejects.toThrow('The request failed: bad port.');
});

it('takes no answer without an end, and lets go when it is told to', async () => {
  const host = await serving((_, response) => {
    const more = (): void => void response.write(Buffer.alloc(64 * 1024), () => setImmediate(more));
    more();
  });
  const fetch = lentFetch({ agents, allow }, [host]);
  await expect(fetch(asking(`http://${host}/`), stopped.signal)).rejects.toThrow('longer than 1024 KiB');
  server?.closeAllConnections();
  const silent = await serving(() => undefined);
  const stop = new AbortController();
  const asked = lentFetch({ agents, allow }, [silent])(asking(`http://${silent}/`), stop.signal);
  stop.abort(new Error('The delivery it was for has ended.'));
  await expect(asked).rejects.toThrow();
  server?.closeAllConnections();
});
