import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { parseAllowList } from './allow-list.ts';
import { GuardedAgents } from './guarded-agent.ts';
import { sendWebhook, type WebhookRequest } from './send-webhook.ts';
import { newHmacSecret, signWebhook } from './sign-webhook.ts';
import { type Answer, type Receiver, startReceiver, startTcpReceiver } from './testing/receiver.ts';

const agents = new GuardedAgents({ allow: parseAllowList('127.0.0.1'), connectTimeoutMs: 2_000 });
const receivers: Receiver[] = [];

afterEach(async () => {
  await Promise.all(receivers.splice(0).map((receiver) => receiver.stop()));
});
afterAll(async () => await agents.close());

async function receiver(answer?: Answer): Promise<Receiver> {
  const started = await startReceiver(answer);
  receivers.push(started);
  return started;
}

async function tcpReceiver(talk: Parameters<typeof startTcpReceiver>[0]): Promise<Receiver> {
  const started = await startTcpReceiver(talk);
  receivers.push(started);
  return started;
}

function send(url: string, more: Partial<WebhookRequest> = {}, through = agents) {
  const request = { url, headers: {}, body: Buffer.from('{}'), timeoutMs: 2_000, allowHttp: true };
  return sendWebhook({ ...request, ...more }, through);
}

describe('sendWebhook', () => {
  it('sends the bytes that were signed, and records both sides', async () => {
    const there = await receiver((response) => response.writeHead(202, { 'x-a': ['1', '2'] }).end('taken'));
    const secret = newHmacSecret();
    const body = Buffer.from('{"name":"Анна",  "n":1.0}');
    const signature = signWebhook({ id: 'msg_1', timestampSeconds: Math.floor(Date.now() / 1000), body }, [secret]);
    const record = await send(`${there.url}?a=b%20c`, {
      body,
      headers: { ...signature, Authorization: 'Bearer s3cret' },
    });
    const [got] = there.received;
    expect(got?.body.equals(body)).toBe(true);
    expect(got).toMatchObject({ method: 'POST', path: '/hook?a=b%20c' });
    expect(got?.headers).toMatchObject({ authorization: 'Bearer s3cret', 'content-type': 'application/json' });
    new Webhook(secret).verify(got?.body ?? '', got?.headers ?? {});
    expect(record).toMatchObject({ status: 202, address: '127.0.0.1', error: undefined, bodyCut: undefined });
    expect(record.responseHeaders['x-a']).toBe('1, 2');
    expect(Buffer.from(record.responseBody).toString()).toBe('taken');
    expect(record.requestHeaders).toMatchObject({ ...signature, authorization: '[redacted]' });
    expect(JSON.stringify(record)).not.toContain('s3cret');
  });

  it('keeps connections for the next ones', async () => {
    const there = await receiver();
    for (let count = 0; count < 5; count += 1) expect((await send(there.url)).status).toBe(200);
    // The pool counts a connection as busy until the turn after its answer, so one more may be made.
    expect(there.connections()).toBeLessThanOrEqual(2);
  });

  it('sends a part of a larger memory and an empty body as they are', async () => {
    const there = await receiver();
    await send(there.url, { body: new Uint8Array(Buffer.from('abcdef').buffer.slice(0), 0, 0) });
    const memory = new TextEncoder().encode('abcdef');
    await send(there.url, { body: memory.subarray(2, 4) });
    expect(there.received.map((one) => one.body.toString())).toEqual(['', 'cd']);
  });

  it('follows no redirect', async () => {
    const target = await receiver();
    const there = await receiver((response) => response.writeHead(307, { location: target.url }).end());
    const record = await send(there.url);
    expect(record).toMatchObject({ status: 307, error: undefined });
    expect(record.responseHeaders['location']).toBe(target.url);
    expect(target.received).toEqual([]);
  });

  it('cuts an endless answer', async () => {
    let written = 0;
    const there = await receiver((response) => {
      const chunk = Buffer.alloc(1024 * 1024, 'x');
      const more = () => {
        while (written < 1024 && !response.destroyed) {
          written += 1;
          if (!response.write(chunk)) return void response.once('drain', more);
        }
        response.end();
      };
      more();
    });
    const record = await send(there.url, { timeoutMs: 10_000 });
    expect(record).toMatchObject({ status: 200, bodyCut: 'size' });
    expect(record.responseBody.length).toBe(16 * 1024);
    expect(record.durationMs).toBeLessThan(2_000);
    expect(written).toBeLessThan(64);
  });

  it('does not cut what just fits', async () => {
    const there = await receiver((response) => response.end('x'.repeat(100)));
    expect(await send(there.url, { maxBodyBytes: 100 })).toMatchObject({ bodyCut: undefined });
    expect(await send(there.url, { maxBodyBytes: 99 })).toMatchObject({ bodyCut: 'size' });
  });

  it('lets a dripping answer end at the deadline, and its status count', async () => {
    const there = await receiver((response) => {
      const timer = setInterval(() => response.write('x'), 20);
      response.on('close', () => clearInterval(timer));
    });
    const record = await send(there.url, { timeoutMs: 400 });
    expect(record).toMatchObject({ status: 200, bodyCut: 'deadline', error: undefined });
    expect(record.durationMs).toBeGreaterThan(350);
    expect(record.durationMs).toBeLessThan(1_500);
    expect(record.responseBody.length).toBeGreaterThan(0);
  });

  it('lets dripping headers and silence end at the deadline', async () => {
    const dripping = await tcpReceiver((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      const timer = setInterval(() => socket.write('x-a: b\r\n'), 20);
      socket.on('close', () => clearInterval(timer));
    });
    const early = await tcpReceiver((socket) => {
      const timer = setInterval(() => socket.write('HTTP/1.1 103 Early Hints\r\n\r\n'), 20);
      socket.on('close', () => clearInterval(timer));
    });
    const silent = await tcpReceiver(() => {});
    for (const there of [dripping, early, silent]) {
      const record = await send(there.url, { timeoutMs: 300 });
      expect(record).toMatchObject({ status: undefined, address: '127.0.0.1', error: { code: 'timeout' } });
      expect(record.error?.sentence).toContain('did not answer within 0.3 s');
      expect(record.durationMs).toBeLessThan(1_500);
    }
  });

  it.each([
    ['garbage', 'hello there, this is not http\r\n\r\n', 'protocol'],
    ['another protocol', 'SSH-2.0-OpenSSH_9.2\r\n', 'protocol'],
    ['huge headers', `HTTP/1.1 200 OK\r\n${'x-a: bbbbbbbbbbbbbbbbbbbbbbbbbb\r\n'.repeat(2_000)}\r\n`, 'protocol'],
    ['one huge header', `HTTP/1.1 200 OK\r\nx-a: ${'b'.repeat(100_000)}\r\n\r\n`, 'protocol'],
    ['an upgrade', 'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n', 'protocol'],
    ['nothing', '', 'reset'],
  ])('records %s instead of an answer', async (_, text, code) => {
    const there = await tcpReceiver((socket) => socket.once('data', () => socket.end(text)));
    expect(await send(there.url)).toMatchObject({ status: undefined, address: '127.0.0.1', error: { code } });
  });

  it('records a reset before and inside of an answer', async () => {
    const before = await tcpReceiver((socket) => socket.once('data', () => socket.resetAndDestroy()));
    expect(await send(before.url)).toMatchObject({ status: undefined, error: { code: 'reset' } });
    const inside = await tcpReceiver((socket) =>
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf');
        setTimeout(() => socket.resetAndDestroy(), 50);
      }),
    );
    const record = await send(inside.url);
    expect(record).toMatchObject({ status: 200, bodyCut: 'broken', error: undefined });
    expect(Buffer.from(record.responseBody).toString()).toBe('half');
  });

  it('tells refused connections, unknown names and shutdown apart', async () => {
    const gone = await startReceiver();
    await gone.stop();
    expect(await send(gone.url)).toMatchObject({ address: '127.0.0.1', error: { code: 'refused' } });
    const nobody = async () => {
      throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
    };
    const lost = new GuardedAgents({ allow: parseAllowList(''), resolve: nobody });
    expect(await send('http://a.example/', {}, lost)).toMatchObject({ error: { code: 'dns' } });
    await lost.close();
    expect(await send('http://a.example/', {}, lost)).toMatchObject({ error: { code: 'stopped' } });
  });

  it('does not send late what waited for a connection beyond its deadline', async () => {
    const there = await receiver((response) => void setTimeout(() => response.end(), 400));
    const narrow = new GuardedAgents({ allow: parseAllowList('127.0.0.1'), connectionsPerHost: 1 });
    const first = send(there.url, { body: Buffer.from('first') }, narrow);
    const second = await send(there.url, { body: Buffer.from('second'), timeoutMs: 100 }, narrow);
    expect(second.error).toMatchObject({ code: 'timeout', sentence: 'No connection could be had within 0.1 s.' });
    expect((await first).status).toBe(200);
    expect((await send(there.url, { body: Buffer.from('third') }, narrow)).status).toBe(200);
    expect(there.received.map((one) => one.body.toString())).toEqual(['first', 'third']);
    await narrow.close();
  });

  it('does not wait for a resolver beyond the deadline', async () => {
    const slow = new GuardedAgents({
      allow: parseAllowList(''),
      connectTimeoutMs: 1_500,
      resolve: () => new Promise(() => {}),
    });
    const record = await send('http://a.example/', { timeoutMs: 100 }, slow);
    expect(record).toMatchObject({ error: { code: 'timeout' } });
    expect(record.durationMs).toBeLessThan(1_000);
    expect(await send('http://a.example/', {}, slow)).toMatchObject({ error: { code: 'timeout' } });
    await slow.close();
  });

  it.each([
    ['a URL that may not be used', { url: 'http://127.0.0.1/', allowHttp: false }, 'invalid_url'],
    ['a header of its own', { headers: { host: 'a.example' } }, 'invalid_request'],
    ['a split header', { headers: { 'x-a': 'b\r\nc: d' } }, 'invalid_request'],
  ])('sends nothing for %s', async (_, more, code) => {
    expect(await send('http://127.0.0.1:1/', more)).toMatchObject({ address: undefined, error: { code } });
  });
});
