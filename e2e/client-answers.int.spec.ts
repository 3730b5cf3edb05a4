import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { benchEvent } from '@activity-hub/hub/bench/bench-events';
import { afterEach, describe, expect, test } from 'vitest';
import { type ClientEnd, type ClientLanguage, producerClients, runClient } from './support/producer-clients.ts';
import { type StandInAnswer, type StandInHub, startStandInHub } from './support/stand-in-hub.ts';

/** What a client makes of each kind of answer. */
const key = 'ahk_0123456789ab_stand-in';
const cleanups: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

async function standIn(answer: Parameters<typeof startStandInHub>[0]): Promise<StandInHub> {
  const hub = await startStandInHub(answer);
  cleanups.push(() => hub.stop());
  return hub;
}

async function folder(): Promise<string> {
  const made = await mkdtemp(path.join(tmpdir(), 'client-spool-'));
  cleanups.push(() => rm(made, { recursive: true, force: true }));
  return made;
}

const events = (count: number) => Array.from({ length: count }, (_, n) => benchEvent('answers', n, Date.now()));

async function sent(language: ClientLanguage, hub: StandInHub, count: number, args: string[] = []): Promise<ClientEnd> {
  const run = runClient(language, { key, args: ['--url', hub.url, ...args, '-'] });
  run.process.stdin?.end(
    events(count)
      .map((event) => `${JSON.stringify(event)}\n`)
      .join(''),
  );
  return run.ended;
}

for (const { language, title, isMissing } of producerClients)
  describe.skipIf(isMissing)(title, () => {
    test.for([429, 503])(
      'after %i it waits as long as Retry-After says and sends the same again',
      async (status, { expect }) => {
        const hub = await standIn((_events, nth) =>
          nth === 0 ? { status, headers: { 'retry-after': '1' } } : undefined,
        );
        const { code, stats } = await sent(language, hub, 3);
        expect({ code, accepted: stats['accepted'] }).toEqual({ code: 0, accepted: 3 });
        const [first, second] = hub.requests;
        expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThanOrEqual(995);
        const repeated = hub.requests.slice(1).flatMap((request) => request.events);
        expect(repeated).toEqual(first?.events);
        expect(new Set(hub.requests.map(({ authorization }) => authorization))).toEqual(new Set([`Bearer ${key}`]));
      },
    );

    test('a limit below the batch is found by smaller batches', async () => {
      const hub = await standIn(({ length }) => (length > 3 ? { status: 429 } : undefined));
      const { code, stats } = await sent(language, hub, 20, ['--gzip']);
      expect({ code, accepted: stats['accepted'] }).toEqual({ code: 0, accepted: 20 });
    });

    test('one event that spoils the batch is found, and the others pass', async () => {
      const bad = events(100)[41]?.event_id;
      const body = { code: 'malformed_json', detail: 'No.', pointer: '/0/payload', refused_id: null };
      const answer = (some: readonly { event_id: string }[]): StandInAnswer | undefined =>
        some.some(({ event_id }) => event_id === bad) ? { status: 400, body } : undefined;
      const hub = await standIn(answer);
      const { code, stats, told } = await sent(language, hub, 100);
      expect({ code, accepted: stats['accepted'], refused: stats['refused'] }).toEqual({
        code: 1,
        accepted: 99,
        refused: 1,
      });
      expect(told).toEqual([
        expect.objectContaining({
          event: expect.objectContaining({ event_id: bad }),
          verdict: expect.objectContaining({ code: 'malformed_json', pointer: '/payload' }),
        }),
      ]);
      expect(hub.requests.filter(({ status }) => status === 200).flatMap((request) => request.events)).toHaveLength(99);
    });

    test.for([401, 403, 404, 302])(
      '%i is not tried again, and every event is given back',
      async (status, { expect }) => {
        const hub = await standIn(() => ({
          status,
          headers: { location: '/' },
          body: { detail: 'Not with this key.' },
        }));
        const { code, stats, told, errorText } = await sent(language, hub, 5);
        expect({ code, given_up: stats['given_up'], requests: hub.requests.length }).toEqual({
          code: 2,
          given_up: 5,
          requests: 1,
        });
        expect(told).toContainEqual(expect.objectContaining({ error: 'request_refused', events: 5 }));
        expect(errorText).not.toContain(key);
      },
    );

    test('with a spool a refused key loses nothing: the next run delivers with a good one', async () => {
      const spool = await folder();
      let isKeyGood = false;
      const hub = await standIn(() => (isKeyGood ? undefined : { status: 401, body: { detail: 'Expired.' } }));
      const first = await sent(language, hub, 5, ['--spool-dir', spool, '--close-timeout', '5']);
      expect({ code: first.code, spooled: first.stats['spooled'] }).toEqual({ code: 2, spooled: 5 });
      isKeyGood = true;
      const second = await sent(language, hub, 0, ['--spool-dir', spool]);
      expect({ code: second.code, accepted: second.stats['accepted'] }).toEqual({ code: 0, accepted: 5 });
      expect(await readdir(spool)).toEqual([]);
    });

    test('told to wait for long, a client with a spool is not held up: the events are on disk', async () => {
      const spool = await folder();
      const hub = await standIn(() => ({ status: 429, headers: { 'retry-after': '3600' } }));
      const { code, stats } = await sent(language, hub, 5, ['--spool-dir', spool, '--batch-events', '2']);
      expect({ code, spooled: stats['spooled'] }).toEqual({ code: 2, spooled: 5 });
      const [file = ''] = (await readdir(spool)).filter((name) => name.endsWith('.ndjson'));
      expect(((await stat(path.join(spool, file))).mode & 0o777).toString(8)).toBe('600');
      expect(hub.requests).toHaveLength(1);
    });

    test('a page of a proxy with status 200 acknowledges nothing', async () => {
      const hub = await standIn((_events, nth) => (nth < 2 ? { status: 200, body: { hello: 'world' } } : undefined));
      const { code, stats } = await sent(language, hub, 4);
      expect({ code, accepted: stats['accepted'], requests: hub.requests.length }).toEqual({
        code: 0,
        accepted: 4,
        requests: 3,
      });
    });

    test('without a spool a hub that stays away gives the events back in time', async () => {
      const hub = await standIn(() => ({ status: 503 }));
      const { code, stats } = await sent(language, hub, 4, ['--give-up-after', '1']);
      expect({ code, given_up: stats['given_up'] }).toEqual({ code: 2, given_up: 4 });
      expect(hub.requests.length).toBeGreaterThan(1);
    });
  });

const pythonMissing = producerClients.some(({ language, isMissing }) => language === 'Python' && isMissing);

test.skipIf(pythonMissing)('the Python client in its own process (needs python3 of 3.9 or newer)', () => {
  const cwd = path.join(import.meta.dirname, '../packages/client-python');
  const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1' };
  const { status, stderr } = spawnSync('python3', ['-W', 'error', '-m', 'unittest'], { cwd, env, encoding: 'utf8' });
  expect({ status, stderr }).toMatchObject({ status: 0, stderr: expect.stringContaining('OK') });
});

test('a program that has ended its work is not kept by a client, and one that awaits a verdict lives until it is there', () => {
  const client = path.join(import.meta.dirname, '../packages/client/src/activity-client.ts');
  const run = (rest: string) => {
    const fails = `() => new Promise((_, reject) => setTimeout(() => reject(new Error('away')), 1))`;
    const options = `{ url: 'http://127.0.0.1:9', key: 'ahk_x', giveUpAfterMs: 700, fetch: ${fails} }`;
    const code = `import { createActivityClient } from ${JSON.stringify(client)};
      const client = createActivityClient(${options});
      const event = { event_type: 'activity.a.b', payload: {} };
      ${rest}`;
    const { status, stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' });
    return { status, stdout };
  };
  expect(run('client.enqueue(event);')).toEqual({ status: 0, stdout: '' });
  const waiting = 'await client.publish(event).catch((error) => console.log(error.code));';
  expect(run(waiting)).toEqual({ status: 0, stdout: 'hub_unreachable\n' });
});
