import { rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import type { SinkList } from '@activity-hub/contracts/dispatch/subscription';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { installPlugin } from '../../plugins/testing/install-plugin.ts';
import { postingInTypeScript } from '../../plugins/testing/posting-sink.ts';
import { type DispatchHub, hastyTuning, startDispatchHub, until } from '../testing/dispatch-hub.ts';
import { sinksIn } from '../testing/sinks-in.ts';

const topics = ['activity.learning.**'];
const plugin = { id: 'posting', kind: 'sink', main: 'posting.ts', runtime: 'node', network: ['{url}'] };
/** Until what is broken is mended, and seldom enough that nobody gives the target a rest. */
const patientTuning = {
  ...hastyTuning,
  retryRules: { waitsMs: Array(40).fill(3_000), jitter: 0, maxRetryAfterMs: 3_000 },
};
const logged: string[] = [];
vi.setConfig({ testTimeout: 150_000 });
let hub: DispatchHub;
let target: Server;
let url: string;
let folder: string;
let received: { event_id: string; authorization: string | undefined }[];
let answer: { status: number; body: string };

beforeAll(async () => {
  hub = await startDispatchHub();
  target = createServer((request, response) => {
    void take(request).then(() => response.writeHead(answer.status).end(answer.body));
  }).listen(0, '127.0.0.1');
  await new Promise((listening) => target.once('listening', listening));
  url = `http://127.0.0.1:${(target.address() as AddressInfo).port}/in`;
});
beforeEach(async () => {
  folder = (await installPlugin(plugin, postingInTypeScript())).folder;
  received = [];
  answer = { status: 200, body: '' };
  const { body } = await hub.call<{ items: { subscription_id: string }[] }>('GET', '/activity/subscriptions');
  for (const { subscription_id: id } of body.items) await hub.call('DELETE', `/activity/subscriptions/${id}`);
});
afterAll(async () => {
  await hub?.stop();
  target.close();
});

async function take(request: IncomingMessage): Promise<void> {
  const { event_id } = JSON.parse(await text(request)) as { event_id: string };
  received.push({ event_id, authorization: request.headers.authorization });
}

/** A process of a plugin waits for the processors until nobody else wants them. */
const soon: typeof until = (look, holds) => until(look, holds, 60_000);

const sinkNamed = async (id: string): Promise<SinkList['items'][number] | undefined> =>
  (await hub.call<SinkList>('GET', '/activity/sinks')).body.items.find(({ sink_id }) => sink_id === id);

/** Starts dispatch over what is installed, and waits until it has told who it is. */
async function dispatching(): Promise<void> {
  const logger = pino({ level: 'debug' }, { write: (line) => void logged.push(line) });
  await hub.startDispatch(patientTuning, [], {
    installed: sinksIn(path.dirname(folder)),
    logger,
  });
  await soon(
    () => sinkNamed('posting'),
    (sink) => sink !== undefined,
  );
}

async function subscribed(config: Record<string, unknown> = { url, token: 'a word that is secret' }): Promise<string> {
  const made = await hub.subscribe({ topics, destination: { kind: 'sink', sink_id: 'posting', config } });
  return made.subscription.subscription_id;
}

const delivered = (id: string, count: number) =>
  soon(
    () => hub.view(id),
    ({ counts }) => counts.delivered === count,
  );

it('delivers by a sink that was installed, with the settings of its subscription', async () => {
  await dispatching();
  expect(await sinkNamed('posting')).toMatchObject({ provenance: 'installed', network: ['{url}'], reason: null });
  const id = await subscribed();
  const ids = await hub.publishLessons(25);
  await delivered(id, 25);
  expect(received.map(({ event_id }) => event_id).toSorted()).toEqual(ids.toSorted());
  expect(new Set(received.map(({ authorization }) => authorization))).toEqual(
    new Set(['Bearer a word that is secret']),
  );
});

it('keeps the secrets of a subscription out of reasons and logs, even when the target tells them', async () => {
  answer = { status: 422, body: 'I know your word, a word that is secret' };
  await dispatching();
  const id = await subscribed();
  await hub.publishLessons(1);
  await soon(
    () => hub.view(id),
    ({ counts }) => counts.dead_lettered === 1,
  );
  const [delivery] = await hub.deliveries(id);
  const { body } = await hub.call('GET', `/activity/subscriptions/${id}/deliveries/${delivery?.delivery_id}`);
  expect(JSON.stringify(body)).toContain('answered 422: I know your word, [secret]');
  expect(logged.join('')).not.toContain('a word that is secret');
});

it('asks nobody whom its plugin.json does not name, and says so', async () => {
  await dispatching();
  await writeFile(path.join(folder, 'plugin.json'), JSON.stringify({ ...plugin, network: ['chat.example.org'] }));
  await soon(
    () => sinkNamed('posting'),
    (sink) => sink?.network[0] === 'chat.example.org',
  );
  const id = await subscribed();
  await hub.publishLessons(1);
  const [delivery] = await soon(
    () => hub.deliveries(id),
    ([first]) => (first?.attempts ?? 0) > 0,
  );
  const { body } = await hub.call('GET', `/activity/subscriptions/${id}/deliveries/${delivery?.delivery_id}`);
  expect(JSON.stringify(body)).toContain('It may ask chat.example.org, which is what');
  expect(received).toEqual([]);
  await writeFile(path.join(folder, 'plugin.json'), JSON.stringify(plugin));
  await soon(
    () => sinkNamed('posting'),
    (sink) => sink?.network[0] === '{url}',
  );
  await delivered(id, 1);
});

it('runs new code as soon as it is there, and says why it cannot run', async () => {
  await dispatching();
  const id = await subscribed();
  await hub.publishLessons(1);
  await delivered(id, 1);
  const changed = postingInTypeScript().replace("'1.0.0'", "'1.1.0'").replace('Bearer', 'Basic');
  await writeFile(path.join(folder, 'posting.ts'), changed);
  await soon(
    () => sinkNamed('posting'),
    (sink) => sink?.version === '1.1.0',
  );
  await hub.publishLessons(1);
  await delivered(id, 2);
  expect(received.at(-1)?.authorization).toBe('Basic a word that is secret');

  await writeFile(path.join(folder, 'posting.ts'), 'throw new Error("no luck today");');
  await soon(
    () => sinkNamed('posting'),
    (sink) => sink?.reason != null,
  );
  expect(await sinkNamed('posting')).toMatchObject({
    reason: expect.stringContaining('no luck today'),
    reason_code: 'ended_saying',
  });
  const refused = await hub.call('POST', '/activity/subscriptions', {
    body: { name: 'x', topics, destination: { kind: 'sink', sink_id: 'posting', config: { url } } },
  });
  expect(refused).toMatchObject({
    status: 422,
    body: {
      code: 'invalid_destination',
      pointer: '/destination/sink_id',
      reasons: [{ code: 'sink_refused', values: { sink: 'posting', reason_code: 'ended_saying' } }],
    },
  });
  await hub.publishLessons(1);
  await writeFile(path.join(folder, 'posting.ts'), changed);
  await soon(
    () => sinkNamed('posting'),
    (sink) => sink?.reason === null,
  );
  await delivered(id, 3);
});

it('lets one that loops run from time to time only while events are recorded', async () => {
  await writeFile(path.join(folder, 'posting.ts'), postingInTypeScript('for (;;);'));
  await dispatching();
  await subscribed();
  await soon(
    async () => {
      await hub.publishLessons(1);
      return logged.join('');
    },
    (said) => said.includes('it is let run a 20th of the time'),
  );
});

it('gives each of many subscriptions its turn when only some can run at once', async () => {
  await dispatching();
  const ids = [];
  for (let each = 0; each < 18; each += 1) ids.push(await subscribed());
  await hub.publishLessons(2);
  for (const id of ids) await delivered(id, 2);
  expect(received).toHaveLength(36);
});

it('waits for a sink that has not told yet who it is', async () => {
  await dispatching();
  const id = await subscribed();
  await hub.stopDispatch();
  await hub.publishLessons(1);
  await dispatching();
  await delivered(id, 1);
  const [delivery] = await hub.deliveries(id);
  expect(delivery?.attempts).toBe(1);
});

it('is no longer there once its folder is gone', async () => {
  await dispatching();
  const id = await subscribed();
  await rm(folder, { recursive: true });
  await soon(
    () => sinkNamed('posting'),
    (sink) => sink === undefined,
  );
  await hub.publishLessons(1);
  const [delivery] = await soon(
    () => hub.deliveries(id),
    ([first]) => (first?.attempts ?? 0) > 0,
  );
  const { body } = await hub.call('GET', `/activity/subscriptions/${id}/deliveries/${delivery?.delivery_id}`);
  expect(JSON.stringify(body)).toContain('There is no sink posting here.');
});
