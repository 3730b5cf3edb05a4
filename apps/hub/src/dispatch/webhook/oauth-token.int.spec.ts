import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { nothingAllowed, parseAllowList } from './allow-list.ts';
import { GuardedAgents } from './guarded-agent.ts';
import { type OauthClient, OauthTokenError, OauthTokens } from './oauth-token.ts';
import { sendAuthorizedWebhook } from './send-authorized-webhook.ts';
import { type Answer, type Receiver, startReceiver } from './testing/receiver.ts';

const secret = 'p+ä secret:1';
const agents = new GuardedAgents({ allow: parseAllowList('127.0.0.1') });
const servers: Receiver[] = [];
let clock = 0;

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});
afterAll(async () => await agents.close());

async function tokenServer(answer: Answer): Promise<{ server: Receiver; client: OauthClient; tokens: OauthTokens }> {
  const server = await startReceiver(answer);
  servers.push(server);
  const client = { tokenUrl: `http://127.0.0.1:${server.port}/token`, clientId: 'the hub', clientSecret: secret };
  return { server, client, tokens: new OauthTokens({ agents, allowHttp: true, timeoutMs: 500, now: () => clock }) };
}

function counting(more: object = {}): Answer {
  let count = 0;
  return (response) => {
    count += 1;
    response.end(JSON.stringify({ access_token: `token-${count}`, token_type: 'Bearer', expires_in: 100, ...more }));
  };
}

describe('OauthTokens', () => {
  it('asks with the credentials, once for all who wait, and again shortly before the end', async () => {
    const { server, client, tokens } = await tokenServer(counting());
    const scoped = { ...client, scope: 'a b', audience: 'x' };
    const all = await Promise.all(Array.from({ length: 20 }, () => tokens.tokenFor('e1', scoped)));
    expect(new Set(all)).toEqual(new Set(['token-1']));
    expect(server.received.length).toBe(1);
    expect(server.received[0]?.body.toString()).toBe('grant_type=client_credentials&scope=a+b&audience=x');
    const basic = server.received[0]?.headers['authorization']?.slice('Basic '.length) ?? '';
    expect(Buffer.from(basic, 'base64').toString()).toBe('the+hub:p%2B%C3%A4+secret%3A1');
    clock += 89_000;
    expect(await tokens.tokenFor('e1', scoped)).toBe('token-1');
    clock += 2_000;
    expect(await tokens.tokenFor('e1', scoped)).toBe('token-2');
    expect(await tokens.tokenFor('e2', scoped)).toBe('token-3');
    expect(await tokens.tokenFor('e1', { ...scoped, clientSecret: 'other' })).toBe('token-4');
  });

  it('sends the credentials in the body when told so', async () => {
    const { server, client, tokens } = await tokenServer(counting());
    await tokens.tokenFor('e1', { ...client, authentication: 'body' });
    expect(server.received[0]?.headers['authorization']).toBeUndefined();
    expect(new URLSearchParams(server.received[0]?.body.toString()).get('client_secret')).toBe(secret);
  });

  it('replaces a refused token once', async () => {
    const { client, tokens } = await tokenServer(counting());
    expect(await tokens.tokenFor('e1', client)).toBe('token-1');
    tokens.refused('e1', client, 'token-0');
    expect(await tokens.tokenFor('e1', client)).toBe('token-1');
    tokens.refused('e1', client, 'token-1');
    expect(await tokens.tokenFor('e1', client)).toBe('token-2');
    tokens.refused('e1', client, 'token-2');
    expect(await tokens.tokenFor('e1', client)).toBe('token-2');
    clock += 100_000;
    expect(await tokens.tokenFor('e1', client)).toBe('token-3');
    tokens.refused('e1', client, 'token-3');
    expect(await tokens.tokenFor('e1', client)).toBe('token-4');
  });

  it.each<[string, Answer, string]>([
    ['an error by its name', (r) => r.writeHead(401).end('{"error":"invalid_client"}'), '401 (invalid_client)'],
    ['an error that repeats the secret', (r) => r.writeHead(400).end(JSON.stringify({ error: secret })), '400.'],
    ['a redirect', (r) => r.writeHead(302, { location: '/elsewhere' }).end(), '302'],
    ['no JSON', (r) => r.end('<html>'), 'without a token'],
    ['a token that would split a header', (r) => r.end('{"access_token":"a\\r\\nb"}'), 'without a token'],
    ['an endless token', (r) => r.end(`{"access_token":"${'a'.repeat(100_000)}"}`), 'without a token'],
    ['another kind of token', (r) => r.end('{"access_token":"a","token_type":"mac"}'), 'no bearer token'],
    ['silence', () => {}, 'within 0.5 s'],
  ])('fails on %s without showing the secret, and asks anew', async (_, answer, words) => {
    const { server, client, tokens } = await tokenServer(answer);
    const failure = await tokens.tokenFor('e1', client).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(OauthTokenError);
    expect(String(failure)).toContain(words);
    expect(String(failure)).not.toContain('secret:1');
    await expect(tokens.tokenFor('e1', client)).rejects.toThrow(OauthTokenError);
    expect(server.received.length).toBe(2);
  });

  it('does not reach a token server where no webhook may go', async () => {
    const { server, client } = await tokenServer(counting());
    const guarded = new GuardedAgents({ allow: nothingAllowed });
    const tokens = new OauthTokens({ agents: guarded, allowHttp: true });
    await expect(tokens.tokenFor('e1', client)).rejects.toThrow('loopback');
    expect(server.connections()).toBe(0);
    await guarded.close();
  });
});

describe('sendAuthorizedWebhook', () => {
  it('sends the token, gets a new one after a 401, and keeps it out of the record', async () => {
    const { server, client, tokens } = await tokenServer(counting());
    const endpoint = await startReceiver((response, { headers }) => {
      response.writeHead(headers['authorization'] === 'Bearer token-2' ? 204 : 401).end();
    });
    servers.push(endpoint);
    const request = { url: endpoint.url, headers: {}, body: Buffer.from('{}'), allowHttp: true };
    const attempt = () => sendAuthorizedWebhook(request, { endpointId: 'e1', client, tokens }, agents);
    const records = [await attempt(), await attempt(), await attempt()];
    expect(records.map(({ status }) => status)).toEqual([401, 204, 204]);
    expect(server.received.length).toBe(2);
    expect(JSON.stringify(records)).not.toContain('token-');
  });

  it('sends nothing without a token', async () => {
    const { client, tokens } = await tokenServer((response) => response.writeHead(500).end());
    const endpoint = await startReceiver();
    servers.push(endpoint);
    const request = { url: endpoint.url, headers: { cookie: 'c' }, body: Buffer.from('{}'), allowHttp: true };
    expect(await sendAuthorizedWebhook(request, { endpointId: 'e1', client, tokens }, agents)).toMatchObject({
      requestHeaders: { cookie: '[redacted]' },
      error: { code: 'token', sentence: 'The token server answered 500.' },
    });
    expect(endpoint.received).toEqual([]);
  });
});
