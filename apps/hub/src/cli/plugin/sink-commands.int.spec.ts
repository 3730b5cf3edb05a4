import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { recordedEventFixture } from '@activity-hub/contracts/plugin/testing/recorded-event-fixture';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DevSession } from './dev-session.ts';
import type { SinkTrialReport } from './run-sink-trial.ts';
import type { PluginTest } from './test-plugin.ts';
import { AuthorBench } from './testing/author-bench.ts';

let bench: AuthorBench;

beforeAll(async () => {
  bench = await AuthorBench.open();
});

afterAll(() => bench.close());

/** What does not hold, by what was asked. */
async function faultsOf(id: string): Promise<Readonly<Record<string, string>>> {
  const { outcomes } = JSON.parse((await bench.run('test', id, '--json')).out) as PluginTest;
  const broken = outcomes.filter(({ faults }) => faults.length > 0);
  return Object.fromEntries(broken.map(({ name, faults }) => [name, faults.join('\n')]));
}

describe.each(['typescript', 'python'])('a sink in %s', (language) => {
  const id = `messages-in-${language}`;

  test('passes its own tests as it is written, is installed and removed', async () => {
    const written = await bench.run('new', '--kind', 'sink', '--language', language, id);
    expect([written.code, written.out]).toEqual([0, expect.stringContaining(`--config '{"url":`)]);
    const tested = await bench.run('test', id, '--json');
    const { ok, outcomes } = JSON.parse(tested.out) as PluginTest;
    expect(outcomes.filter(({ faults }) => faults.length > 0)).toEqual([]);
    expect([tested.code, ok, outcomes.length]).toEqual([0, true, 16]);
    const installed = await bench.run('install', id);
    expect([installed.code, installed.out]).toEqual([0, expect.stringContaining('Make a subscription with it')]);
    expect(installed.out).toContain(`{"kind": "sink", "sink_id": "${id}"}`);
    await bench.change(`${id}/plugin.json`, `"network"`, ` "network"`);
    expect((await bench.run('install', id)).out).toContain('its subscriptions go on with it');
    expect(await readdir(bench.installed)).toEqual([id]);
    expect((await bench.run('remove', id)).out).toContain('Pause or remove the subscriptions with it');
    expect(await readdir(bench.installed)).toEqual([]);
  });
});

describe('what a sink breaks is named', () => {
  test('an event that is lost', async () => {
    await bench.run('new', '--kind', 'sink', 'losing');
    await bench.change('losing/losing.ts', 'Promise.all(events.map(', 'Promise.all(events.slice(1).map(');
    const faults = await faultsOf('losing');
    expect(faults['gives one result per event, and the target has each once']).toMatch(
      /^event [0-9a-f-]{36} has no results, and came 1 time$/,
    );
    expect(faults['an event is posted with its id and the token']).toContain('results has 0 entries, not 1');
    const { code, err } = await bench.run('install', 'losing');
    expect([code, err]).toEqual([1, expect.stringContaining('Nothing was installed.')]);
  });

  test('a secret that is told, a host that is not named, a failure that is never tried again', async () => {
    await bench.run('new', '--kind', 'sink', 'wrong');
    await bench.change('wrong/wrong.ts', 'withoutSecrets(text, [token])', 'text');
    await bench.change('wrong/wrong.ts', 'context.fetch(url,', `context.fetch(url.replace('hooks', 'stats'),`);
    await bench.change('wrong/wrong.ts', 'status === 408 || status === 429 || status >= 500', 'status < 0');
    const faults = await faultsOf('wrong');
    expect(faults['tells no secret, even where it is told it back']).toMatch(
      /^a secret stands in a reason \(reject\): .*Bearer \[secret\]/,
    );
    expect(faults['asks only hosts that its plugin.json names']).toBe(
      'it asks stats.example.org, which "network" of its plugin.json does not name',
    );
    expect(faults['answers a failing target with retry, and delivers when it is well']).toMatch(
      /is reject, not retry: answered 503: out of order$/,
    );
    expect(Object.keys(faults)).not.toContain('answers retry where nobody answers, and delivers when somebody does');
  });

  test('an exception where a result is owed, a secret that is printed', async () => {
    await bench.run('new', '--kind', 'sink', 'throwing');
    await bench.change('throwing/throwing.ts', '} catch (error) {', '} catch (error) {\n    throw error;');
    await bench.change(
      'throwing/throwing.ts',
      'const reason = reasonOf(',
      'console.log(token);\n    const reason = reasonOf(',
    );
    const faults = await faultsOf('throwing');
    expect(faults['answers retry where nobody answers, and delivers when somebody does']).toBe(
      'it gives no results: TypeError: Nothing listens at the address.',
    );
    expect(faults['tells no secret, even where it is told it back']).toBe('a secret stands in a log line: [secret]');
  });

  test('one that can do nothing is told once', async () => {
    await bench.run('new', '--kind', 'sink', 'useless');
    await bench.change(
      'useless/useless.ts',
      'connect: async (settings, context) => ({',
      'connect: async () => { throw new Error("no"); }, x: async (settings: Config, context: SinkContext) => ({',
    );
    const { outcomes } = JSON.parse((await bench.run('test', 'useless', '--json')).out) as PluginTest;
    expect(outcomes.filter(({ part }) => part === 'conformance')).toEqual([
      {
        part: 'conformance',
        name: 'gives one result per event, and the target has each once',
        faults: ['it gives no results: Error: no'],
      },
    ]);
  });
});

describe('over past events', () => {
  const settings = '{"url":"https://example.org/open-sesame/in","token":"open-sesame"}';

  beforeAll(async () => {
    await bench.run('new', '--kind', 'sink', 'tried');
    const events = Array.from({ length: 12 }, (_, minute) =>
      recordedEventFixture({ timestamp: new Date(Date.UTC(2026, 4, 4, 10, minute)).toISOString() }),
    );
    const lines = events.map((event) => JSON.stringify(event)).join('\n');
    await writeFile(path.join(bench.folder, 'events.ndjson'), `${lines}\n`);
  });

  const tried = (...args: readonly string[]) => bench.run('try', 'tried', '--file', 'events.ndjson', ...args);

  test('try shows what would be sent, without secrets, and how much of it is shown', async () => {
    const { code, out } = await tried('--config', settings, '--top', '2');
    expect(code).toBe(0);
    expect(out).toContain('requests   12, each answered with 200 by a stand-in');
    expect(out).toContain('in 2 batches');
    expect(out).toContain('Requests, the first 2 of 12');
    expect(out.match(/POST https:\/\/example\.org\/\[secret\]\/in {2}\{"event_id":/g)).toHaveLength(2);
    expect(out).not.toContain('open-sesame');
    const report = JSON.parse((await tried('--config', settings, '--json')).out) as SinkTrialReport;
    expect(report).toMatchObject({ events: 12, outcomes: { delivered: 12, retry: 0, reject: 0, none: 0 } });
    expect(report.results).toHaveLength(12);
  });

  test('what is missing or not allowed is said', async () => {
    const bare = await tried();
    expect([bare.code, bare.err]).toEqual([1, expect.stringContaining('sends nothing without the setting url')]);
    await bench.change('tried/plugin.json', '{url}', 'api.example.org');
    const strayed = await tried('--config', settings);
    expect([strayed.code, strayed.out]).toEqual([1, expect.stringContaining('The hub would refuse')]);
  });

  test('a session of development shows what a save changes of what would be sent', async () => {
    const file = path.join(bench.folder, 'events.ndjson');
    const options = { file, limit: 100, config: JSON.parse(settings), top: 1, url: 'http://127.0.0.1:9' };
    const session = new DevSession(path.join(bench.folder, 'plugins/tried'), options);
    const outcome = await session.start();
    expect(outcome.describe(1)).toContain('Requests, the first 1 of 12');
    await bench.change('tried/tried.ts', "method: 'POST'", "method: 'PUT'");
    const changed = await session.again();
    expect(changed).toMatch(/12 differences\n~ request 1 POST https:.* → PUT https:/);
    expect(changed).not.toContain('open-sesame');
  });
});
