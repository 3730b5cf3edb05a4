import type { RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { isIP } from 'node:net';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nothingAllowed, parseAllowList } from './allow-list.ts';
import { type ClientCertificate, GuardedAgents } from './guarded-agent.ts';
import type { ResolveHost } from './resolve-host.ts';
import { sendWebhook } from './send-webhook.ts';
import { type MadeCertificates, madeCertificates } from './testing/made-certificates.ts';
import { type Receiver, startReceiver } from './testing/receiver.ts';

let there: Receiver;
const opened: GuardedAgents[] = [];

beforeEach(async () => {
  there = await startReceiver();
});
afterEach(async () => await there.stop());
afterAll(async () => await Promise.all(opened.map((agents) => agents.close())));

function agentsWith(options: ConstructorParameters<typeof GuardedAgents>[0]): GuardedAgents {
  const agents = new GuardedAgents({ connectTimeoutMs: 300, ...options });
  opened.push(agents);
  return agents;
}

function send(url: string, agents: GuardedAgents, certificate?: ClientCertificate) {
  return sendWebhook(
    { url, headers: {}, body: Buffer.from('{}'), timeoutMs: 2_000, allowHttp: true, certificate },
    agents,
  );
}

const answering =
  (...addresses: string[]): ResolveHost =>
  async () =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));

describe('GuardedAgents', () => {
  it.each([
    '127.0.0.1',
    '2130706433',
    '0x7f.1',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    'localhost',

    '0',
  ])('refuses %s', async (host) => {
    const record = await send(`http://${host}:${there.port}/`, agentsWith({ allow: nothingAllowed }));
    expect(record).toMatchObject({ status: undefined, error: { code: 'forbidden_address' } });
    expect(there.connections()).toBe(0);
  });

  it('refuses a name when one of its addresses may not be reached', async () => {
    const agents = agentsWith({ allow: nothingAllowed, resolve: answering('1.1.1.1', '127.0.0.1') });
    const record = await send(`http://a.example:${there.port}/`, agents);
    expect(record.error?.sentence).toContain('a.example is 127.0.0.1, which is a loopback address');
    expect(there.connections()).toBe(0);
  });

  it('refuses a name that turns to a forbidden address, and resolves once per connection', async () => {
    // Of the internet, but given to nobody, so that nothing is bothered.
    const answers = ['3ffe::1', '127.0.0.1'];
    const asked: string[] = [];
    const resolve: ResolveHost = async (host) => {
      asked.push(host);
      const address = answers[asked.length - 1] ?? '127.0.0.1';
      return [{ address, family: isIP(address) }];
    };
    const agents = agentsWith({ allow: nothingAllowed, resolve });
    const url = `http://a.example:${there.port}/`;
    const first = await send(url, agents);
    expect(asked).toEqual(['a.example']);
    expect(first.error?.code).not.toBe('forbidden_address');
    const second = await send(url, agents);
    expect(second).toMatchObject({ error: { code: 'forbidden_address' } });
    expect(there.connections()).toBe(0);
  });

  it('looks at the connected address again before anything is sent', async () => {
    const lists = [parseAllowList('127.0.0.1').ranges, []];
    const allow = {
      get ranges() {
        return lists.shift() ?? [];
      },
      hosts: new Set<string>(),
    };
    const agents = agentsWith({ allow, resolve: answering('127.0.0.1') });
    const record = await send(`http://a.example:${there.port}/`, agents);
    expect(record).toMatchObject({ error: { code: 'forbidden_address' } });
    expect(there.received).toEqual([]);
  });

  it('connects to the address that was resolved, and sends the name', async () => {
    const agents = agentsWith({ allow: parseAllowList('a.example'), resolve: answering('127.0.0.1') });
    expect(await send(`http://a.example:${there.port}/`, agents)).toMatchObject({ status: 200, address: '127.0.0.1' });
    expect(there.received[0]?.headers['host']).toBe(`a.example:${there.port}`);
  });

  it('gives each certificate one agent, and refuses one that cannot be read', async () => {
    const agents = agentsWith({ allow: nothingAllowed });
    expect(agents.agentFor()).toBe(agents.agentFor());
    const record = await send('https://127.0.0.1/', agents, { cert: 'no', key: 'certificate' });
    expect(record).toMatchObject({ error: { code: 'tls' } });
  });
});

function certificatesOrReason(): MadeCertificates | undefined {
  try {
    return madeCertificates();
  } catch (error) {
    console.warn(`Mutual TLS is not tested: openssl made no certificates (${String(error)}).`);
    return undefined;
  }
}

describe('mutual TLS', () => {
  const made = certificatesOrReason();

  it.skipIf(made === undefined)('shows its certificate, and asks for one it can verify', async () => {
    if (made === undefined) return;
    const { ca, server, client } = made;
    const secure = await startReceiver(
      (response) => response.end('inside'),
      (listener: RequestListener) =>
        createHttpsServer({ ...server, ca: ca.cert, requestCert: true, rejectUnauthorized: true }, listener),
    );
    const agents = agentsWith({ allow: parseAllowList('127.0.0.1'), connectTimeoutMs: 2_000 });
    const url = `https://127.0.0.1:${secure.port}/`;
    const certificate = { ...client, ca: ca.cert };
    const record = await send(url, agents, certificate);
    expect(record).toMatchObject({ status: 200, address: '127.0.0.1', error: undefined });
    expect(agents.agentFor({ ...certificate })).toBe(agents.agentFor(certificate));
    expect(agents.agentFor({ ...certificate, ca: undefined })).not.toBe(agents.agentFor(certificate));

    expect(await send(url, agents)).toMatchObject({ error: { code: 'tls' } });
    expect(await send(url, agents, { ...client })).toMatchObject({ error: { code: 'tls' } });
    const stranger = madeCertificates().client;
    const refused = await send(url, agents, { ...stranger, ca: ca.cert });
    expect(refused.status).toBeUndefined();
    expect(refused.error?.code).toMatch(/tls|reset/);
    expect(await send(`https://[::ffff:10.0.0.1]:${secure.port}/`, agents, certificate)).toMatchObject({
      error: { code: 'forbidden_address' },
    });
    expect(secure.received.length).toBe(1);
    await secure.stop();
  });
});
