import { pluginSayingText } from '@activity-hub/contracts/plugin/plugin-fault';
import type { FetchRequest } from '@activity-hub/contracts/plugin/protocol';
import { recordedEventFixture } from '@activity-hub/contracts/plugin/testing/recorded-event-fixture';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LentFetch } from './lent-fetches.ts';
import { describePlugin, openLife } from './open-life.ts';
import type { PluginLife } from './plugin-life.ts';
import { deliverApart } from './process-sink.ts';
import { installPlugin } from './testing/install-plugin.ts';
import { postingInTypeScript } from './testing/posting-sink.ts';

const events = [1, 2, 3].map((minute) =>
  recordedEventFixture({ timestamp: `2026-05-04T10:0${minute}:00.000Z`, payload: { text: `привет \u2028 ${minute}` } }),
);
const manifest = { id: 'posting', kind: 'sink', main: 'posting.ts', runtime: 'node', network: ['chat.example.org'] };
const lives: PluginLife[] = [];
let asked: FetchRequest[];
let said: string[];

beforeEach(() => {
  asked = [];
  said = [];
});
afterEach(async () => {
  await Promise.all(lives.splice(0).map(({ process }) => process.stop()));
});

const answering =
  (status: number, body = ''): LentFetch =>
  async (request) => {
    asked.push(request);
    return { status, headers: { 'x-seen': 'yes' }, body_base64: Buffer.from(body).toString('base64') };
  };

async function open(fetch: LentFetch, onDeliver = '', limits = {}, isBusy = () => false): Promise<PluginLife> {
  const descriptor = await installPlugin(manifest, postingInTypeScript(onDeliver));
  const life = await openLife(
    descriptor,
    { url: 'https://chat.example.org/in', token: 'word' },
    {
      hubVersion: '0.1.0',
      log: (_, message) => void said.push(pluginSayingText(message)),
      fetch,
      limits,
      isBusy,
    },
  );
  lives.push(life);
  return life;
}

describe('a sink in a process of its own', () => {
  test('says who it is and how it likes its events', async () => {
    const descriptor = await installPlugin(manifest, postingInTypeScript());
    const {
      manifest: own,
      batch,
      configSchema,
    } = await describePlugin(descriptor, { hubVersion: '0.1.0', log: () => undefined });
    expect(own).toMatchObject({ id: 'posting', kind: 'sink', topics: ['activity.**'] });
    expect(batch).toEqual({ events: 10, gatherSeconds: 0 });
    expect(configSchema).toMatchObject({ properties: { token: { secret: true }, url: { needed: true } } });
  });

  test('asks others through the hub, and tells what came of each event', async () => {
    const life = await open(answering(201));
    expect(await deliverApart(life, events)).toEqual(
      events.map(({ event_id }) => ({ event_id, outcome: 'delivered' })),
    );
    expect(asked.map(({ method, url, headers }) => [method, url, headers['authorization']])).toEqual(
      events.map(() => ['POST', 'https://chat.example.org/in', 'Bearer word']),
    );
    const bodies = asked.map(({ body_base64: body }) => JSON.parse(Buffer.from(body ?? '', 'base64').toString('utf8')));
    expect(bodies.map(({ payload }) => payload)).toEqual(events.map(({ payload }) => payload));
  });

  test('reads what others answer', async () => {
    const life = await open(answering(503, 'ещё нет'));
    const [result] = await deliverApart(life, events.slice(0, 1));
    expect(result).toMatchObject({ outcome: 'retry', reason: 'answered 503: ещё нет', retryAfterSeconds: 7 });
    const another = await open(answering(204));
    expect(await deliverApart(another, events.slice(0, 1))).toMatchObject([{ outcome: 'delivered' }]);
  });

  test('is told why there is no answer', async () => {
    const life = await open(async () => Promise.reject(new Error('Nothing listens at the address.')));
    expect(await deliverApart(life, events.slice(0, 1))).toMatchObject([
      { outcome: 'retry', reason: 'TypeError: Nothing listens at the address.' },
    ]);
  });

  test('has so many requests under way, and no more', async () => {
    const many = Array.from({ length: 20 }, () => recordedEventFixture({}));
    let open_ = 0;
    let most = 0;
    const life = await open(async () => {
      open_ += 1;
      most = Math.max(most, open_);
      await new Promise((done) => setTimeout(done, 50));
      open_ -= 1;
      return { status: 200, headers: {}, body_base64: '' };
    });
    const results = await deliverApart(life, many);
    expect(most).toBe(16);
    expect(results.filter(({ outcome }) => outcome === 'retry')).toHaveLength(4);
  });

  test('asks nobody when it is not asked to deliver', async () => {
    const late = `setTimeout(() => context.fetch(url).catch((error) => context.log('warn', String(error))), 50); return [];`;
    const life = await open(answering(200), late);
    expect(await deliverApart(life, events)).toEqual([]);
    await expect.poll(() => said.join()).toContain('A plugin may ask others only while it is asked to deliver.');
    expect(asked).toEqual([]);
  });

  test('reaches nobody by itself', async () => {
    const life = await open(
      answering(200),
      `await fetch('http://192.0.2.1:8080/').catch((error) => { throw error.cause ?? error; });`,
    );
    await expect(deliverApart(life, events)).rejects.toThrow(/no network|permission|EPERM|ENETUNREACH/i);
  });

  test('has no sockets and no folder, and is told so', async () => {
    const life = await open(answering(200), `context.connect({ host: 'a', port: 1, tls: false });`);
    await expect(deliverApart(life, events)).rejects.toThrow('opens no sockets: it asks others by context.fetch');
    const another = await open(answering(200), 'return [context.dataFolder];');
    await expect(deliverApart(another, events)).rejects.toThrow('writes no files');
  });

  test('gets what is larger than a line in parts', async () => {
    const large = Array.from({ length: 3 }, () =>
      recordedEventFixture({ payload: { text: 'x'.repeat(7 * 1024 * 1024) } }),
    );
    const life = await open(
      answering(200),
      'return events.map(({ event_id }) => ({ event_id, outcome: "delivered" }));',
    );
    expect(await deliverApart(life, large)).toHaveLength(3);
  });

  test('is ended when it loops, and what it asked is let go', async () => {
    let aborted = false;
    const life = await open(
      (_, signal) =>
        new Promise((_, reject) =>
          signal.addEventListener('abort', () => {
            aborted = true;
            reject(new Error('let go'));
          }),
        ),
      `void context.fetch(url); setTimeout(() => { for (;;); }, 100); await new Promise(() => {});`,
      { cpuMs: 500 },
    );
    await expect(deliverApart(life, events)).rejects.toThrow('processor time without an answer');
    expect(aborted).toBe(true);
  });

  test('is let run from time to time only while others wait, and is waited for no longer', async () => {
    const life = await open(answering(200), 'for (;;);', { patientMs: 20 }, () => true);
    await expect(deliverApart(life, events, 3_000)).rejects.toThrow('3 s');
    expect(life.process.heldMs).toBeGreaterThan(1_000);
    expect(said).toHaveLength(1);
    expect(said[0]).toContain('0.02 s');
  });

  test('garbage is refused by name', async () => {
    const life = await open(answering(200), `return [{ event_id: 'x', outcome: 'perhaps' }];`);
    await expect(deliverApart(life, events)).rejects.toThrow('does not fit the protocol at "/results/0/outcome"');
  });
});
