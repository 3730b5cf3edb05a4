import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { sentEventFixture } from '../ingest/testing/sent-event-fixture.ts';
import { type IngestHub, startIngestHub } from '../testing/ingest-hub.ts';
import { asOperator, operatorKey } from '../testing/operator-key.ts';
import { greetedSocket, openIngestSocket } from './testing/ingest-socket.ts';

let hub: IngestHub;

beforeAll(async () => {
  hub = await startIngestHub({ bodyTimeoutMs: 2_000 });
});

afterAll(() => hub.stop());

const eventText = (given: Readonly<Record<string, unknown>> = {}): string => JSON.stringify(sentEventFixture(given));

describe('messages', () => {
  it('are answered after the commit, and mean the same as over REST', async () => {
    const { send, next, socket, welcome } = await greetedSocket(hub.url);
    expect(welcome).toMatchObject({ type: 'welcome', session: expect.any(String), acknowledged: 0 });
    const event = sentEventFixture();
    send({ type: 'event', seq: 1, event });
    const first = await next();
    expect(first).toMatchObject({ type: 'ack', seq: 1, verdict: { status: 'accepted', duplicate: false } });
    expect(await hub.isStored(event['event_id'])).toBe(true);
    const overRest = await hub.single(JSON.stringify(event));
    expect(overRest.json['receipt']).toEqual((first['verdict'] as Record<string, unknown>)['receipt']);
    send({ type: 'event', seq: 2, event: { ...event, payload: { lesson_id: 'other' } } });
    expect(await next()).toMatchObject({ seq: 2, verdict: { status: 'conflict', kept_digest: expect.any(String) } });
    socket.close();
  });

  it('are answered in the order sent, each with a verdict for every event', async () => {
    const { send, next, socket } = await greetedSocket(hub.url);
    const sizes = Array.from({ length: 200 }, (_, n) => (n % 4) + 1);
    for (const [n, size] of sizes.entries())
      send({ type: 'batch', seq: n + 1, events: Array.from({ length: size }, () => sentEventFixture()) });
    for (const [n, size] of sizes.entries()) {
      const answer = await next();
      expect([answer['seq'], (answer['verdicts'] as unknown[]).length]).toEqual([n + 1, size]);
    }
    socket.close();
  });

  it.each([
    ['not JSON', '{"type":"event","seq":1,"event":{"a":}}', { code: 'malformed_json' }],
    [
      'a key twice',
      `{"type":"event","seq":1,"event":${eventText().replace('"score":87.5', '"score":1,"score":2')}}`,
      { code: 'duplicate_key', pointer: '/payload/score' },
    ],
    [
      'a number beyond its precision',
      `{"type":"event","seq":1,"event":${eventText().replace('87.5', '12345678901234567890')}}`,
      { code: 'number_out_of_range' },
    ],
    ['no object', '{"type":"event","seq":1,"event":5}', { code: 'not_an_object' }],
    ['brackets that do not match', '{"type":"event","seq":1,"event":[{]}}', { code: 'malformed_json' }],
    ['a batch that is none', '{"type":"batch","seq":1,"events":{"a":1}}', { code: 'not_a_batch' }],
  ])('with %s are refused and kept, and the connection goes on', async (_name, text, expected) => {
    const { send, next, socket } = await greetedSocket(hub.url);
    send(text);
    const answer = await next();
    expect(answer).toMatchObject({
      type: 'ack',
      seq: 1,
      verdict: { status: 'refused', refused_id: expect.any(String), ...expected },
    });
    send(`{"type":"event","seq":2,"event":${eventText()}}`);
    expect(await next()).toMatchObject({ seq: 2, verdict: { status: 'accepted' } });
    socket.close();
  });

  it('point to the bad events of a batch', async () => {
    const { send, next, socket } = await greetedSocket(hub.url);
    send(`{"type":"batch","seq":1,"events":[${eventText()},${eventText({ event_type: 'learning.exploded' })}]}`);
    expect(await next()).toMatchObject({
      verdicts: [{ status: 'accepted' }, { status: 'refused', pointer: '/1/event_type' }],
    });
    socket.close();
  });

  it.each([
    ['nothing of the protocol', 'hello', 1008],
    ['an unknown type', '{"type":"greeting"}', 1008],
    ['a second hello', '{"type":"hello"}', 1008],
    ['no seq', `{"type":"event","event":${eventText()}}`, 1008],
    ['a seq of another kind', `{"type":"event","seq":1.5,"event":${eventText()}}`, 1008],
    ['an unknown member', `{"type":"event","seq":1,"event":${eventText()},"priority":1}`, 1008],
    ['a member twice', `{"type":"event","seq":1,"seq":2,"event":${eventText()}}`, 1008],
    ['something after the end', `{"type":"event","seq":1,"event":${eventText()}} {}`, 1008],
    ['bytes', Buffer.from('{"type":"hello"}'), 1003],
    ['half a character', Buffer.from([0xc3]), 1007],
    ['more than a batch may have', 'x'.repeat(9_000_000), 1009],
  ])('with %s end the connection and say why', async (_name, message, code) => {
    const { socket, closed } = await greetedSocket(hub.url);
    socket.send(message, { binary: code === 1003 });
    expect((await closed()).code).toBe(code);
  });

  it('come with numbers that rise', async () => {
    const { send, next, closed } = await greetedSocket(hub.url);
    send(`{"type":"event","seq":5,"event":${eventText()}}`);
    send(`{"type":"event","seq":5,"event":${eventText()}}`);
    expect(await next()).toMatchObject({ type: 'ack', seq: 5 });
    expect(await next()).toMatchObject({ type: 'error', problem: { code: 'malformed_message' } });
    expect((await closed()).code).toBe(1008);
  });
});

describe('who may connect', () => {
  it('is asked in the request or in the hello, and told', async () => {
    const byHello = await greetedSocket(hub.url, { key: operatorKey }, {});
    expect(byHello.welcome).toMatchObject({ type: 'welcome' });
    byHello.socket.close();
    const nobody = await openIngestSocket(hub.url, {});
    nobody.send({ type: 'hello' });
    expect(await nobody.next()).toMatchObject({ type: 'error', problem: { code: 'unauthenticated' } });
    expect((await nobody.closed()).code).toBe(4401);
    const silent = await openIngestSocket(hub.url, {});
    const early = await openIngestSocket(hub.url, {});
    early.send(`{"type":"event","seq":1,"event":${eventText()}}`);
    expect((await early.closed()).code).toBe(1008);
    expect((await silent.closed()).code).toBe(4408);
  });

  async function refusal(headers: Readonly<Record<string, string>>, path = '/activity/ingest'): Promise<number> {
    const socket = new WebSocket(`${hub.url.replace(/^http/, 'ws')}${path}`, { headers });
    return new Promise((resolve) => {
      socket.on('unexpected-response', (_request, answer) => {
        resolve(answer.statusCode ?? 0);
        socket.terminate();
      });
      socket.on('open', () => resolve(101));
      socket.on('error', () => undefined);
    });
  }

  it('is turned away before the upgrade where the request already says enough', async () => {
    expect(await refusal({ authorization: 'Bearer ahk_000000000000_nothing' })).toBe(401);
    expect(await refusal({ ...asOperator, host: 'evil.example' })).toBe(403);
    expect(await refusal({ ...asOperator, origin: 'https://evil.example' })).toBe(403);
    expect(await refusal(asOperator, '/activity/events')).toBe(404);
    const plain = await fetch(`${hub.url}/activity/ingest`);
    expect([plain.status, await plain.json()]).toMatchObject([426, { code: 'upgrade_required' }]);
  });
});

describe('a session', () => {
  it('goes on where it was answered, and repeats what was not stored', async () => {
    const first = await greetedSocket(hub.url);
    const lost = sentEventFixture();
    first.send({ type: 'event', seq: 1, event: sentEventFixture() });
    first.send({ type: 'event', seq: 2, event: {} });
    first.send({ type: 'event', seq: 3, event: lost });
    for (let n = 0; n < 3; n++) await first.next();
    first.socket.terminate();
    const second = await greetedSocket(hub.url, { session: first.welcome['session'], acknowledged: 1 });
    expect(second.welcome).toMatchObject({ session: first.welcome['session'], acknowledged: 3 });
    expect(await second.next()).toMatchObject({ type: 'ack', seq: 2, verdict: { status: 'refused' } });
    // What the client sends again all the same is known by its id.
    second.send({ type: 'event', seq: 3, event: lost });
    expect(await second.next()).toMatchObject({ seq: 3, verdict: { status: 'duplicate' } });
    const third = await greetedSocket(hub.url, { session: first.welcome['session'], acknowledged: 3 });
    expect(third.welcome).toMatchObject({ acknowledged: 3 });
    expect((await second.closed()).code).toBe(4409);
    third.socket.close();
  });

  it('of nobody begins anew', async () => {
    const { socket, welcome } = await greetedSocket(hub.url, { session: 'made-up', acknowledged: 40 });
    expect(welcome).toMatchObject({ acknowledged: 0 });
    expect(welcome['session']).not.toBe('made-up');
    socket.close();
  });
});

describe('a client that floods', () => {
  it('is not read on while its events wait', async () => {
    const { socket, answers } = await greetedSocket(hub.url);
    const message = (seq: number): string => `{"type":"event","seq":${seq},"event":${eventText()}}`;
    const count = 20_000;
    for (let seq = 1; seq <= count; seq++) socket.send(message(seq));
    await expect.poll(() => answers.length, { timeout: 50_000, interval: 50 }).toBe(count);
    expect(answers.every((answer, n) => answer['seq'] === n + 1)).toBe(true);
    socket.close();
  });

  it('is cut off when it does not read its answers', async () => {
    const { socket, closed } = await greetedSocket(hub.url);
    socket.pause();
    const events = `[${Array.from({ length: 500 }, () => '{}').join(',')}]`;
    let seq = 0;
    const flood = setInterval(() => {
      for (let n = 0; n < 5 && socket.bufferedAmount < 1_000_000; n++)
        socket.send(`{"type":"batch","seq":${++seq},"events":${events}}`);
    }, 5);
    const metrics = async (): Promise<string> =>
      (await fetch(`${hub.url}/activity/metrics`, { headers: asOperator })).text();
    await expect.poll(metrics, { timeout: 50_000, interval: 200 }).toContain('hub_websocket_connections 0');
    clearInterval(flood);
    socket.resume();
    await closed();
  });
});
