import { appendFile, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recordedEventFixture } from '@activity-hub/contracts/plugin/testing/recorded-event-fixture';
import { type SinkTarget, sinkConformance } from '@activity-hub/contracts/plugin/testing/sink-conformance';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { file } from './file.ts';

const events = [1, 2, 3, 4].map((hour) => recordedEventFixture({ timestamp: `2026-05-04T0${hour}:00:00.000Z` }));

async function idsIn(folder: string): Promise<string[]> {
  const names = (await readdir(folder).catch((): string[] => [])).toSorted();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return texts
    .join('')
    .split('\n')
    .filter(Boolean)
    .map((line) => (JSON.parse(line) as { event_id: string }).event_id);
}

async function folderAsTarget({ dataFolder }: { dataFolder: string }): Promise<SinkTarget> {
  return {
    config: {},
    received: () => idsIn(dataFolder),
    violations: () => [],
    async fail() {
      await rm(dataFolder, { recursive: true });
      await writeFile(dataFolder, 'no folder');
    },
    async recover() {
      await rm(dataFolder, { recursive: true });
      await mkdir(dataFolder);
    },
    async stop() {},
  };
}

describe('file', () => {
  for (const { name, run } of sinkConformance(file, { events, open: folderAsTarget })) test(name, run);

  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'file-sink-'));
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-05-04T23:00:00.000Z') });
  });
  afterEach(async () => {
    vi.useRealTimers();
    await rm(folder, { recursive: true });
  });
  const connect = (settings = {}) =>
    file.connect(file.manifest.config.parse(settings), {
      log: () => {},
      signal: new AbortController().signal,
      fetch: () => Promise.reject(new Error('a file needs no network')),
      connect: () => {
        throw new Error('a file needs no network');
      },
      dataFolder: folder,
    });

  test('keeps the whole event', async () => {
    await (await connect()).deliver(events.slice(0, 1));
    expect(JSON.parse(await readFile(join(folder, 'events-2026-05-04-0001.ndjson'), 'utf8'))).toEqual(events[0]);
  });

  test('begins a new file each day, and goes on with the last one after a restart', async () => {
    const first = await connect();
    await first.deliver(events.slice(0, 1));
    await first.close();
    const second = await connect();
    await second.deliver(events.slice(1, 2));
    vi.setSystemTime(Date.parse('2026-05-05T00:00:01.000Z'));
    await second.deliver(events.slice(2, 3));
    expect(await readdir(folder)).toEqual(['events-2026-05-04-0001.ndjson', 'events-2026-05-05-0001.ndjson']);
    expect(await idsIn(folder)).toEqual(events.slice(0, 3).map((event) => event.event_id));
  });

  test('begins a new file when one is full', async () => {
    const connection = await connect({ max_megabytes: 0.001 });
    for (const event of events) await connection.deliver([event, { ...event, event_id: `${event.event_id}-b` }]);
    expect((await readdir(folder)).length).toBeGreaterThan(1);
    expect(await idsIn(folder)).toHaveLength(8);
  });

  test('cuts off what a crash left of a line', async () => {
    const first = await connect();
    await first.deliver(events.slice(0, 1));
    await first.close();
    await appendFile(join(folder, 'events-2026-05-04-0001.ndjson'), '{"event_id":"to');
    await (await connect()).deliver(events.slice(1, 2));
    expect(await idsIn(folder)).toEqual(events.slice(0, 2).map((event) => event.event_id));
  });

  test('begins anew when its file was moved away', async () => {
    const connection = await connect();
    await connection.deliver(events.slice(0, 1));
    await rename(join(folder, 'events-2026-05-04-0001.ndjson'), join(folder, 'taken.ndjson'));
    await connection.deliver(events.slice(1, 2));
    expect((await readdir(folder)).toSorted()).toEqual(['events-2026-05-04-0001.ndjson', 'taken.ndjson']);
  });

  test('keeps lines whole when batches come at once', async () => {
    const connection = await connect();
    await Promise.all(events.map((event) => connection.deliver([event])));
    expect((await idsIn(folder)).toSorted()).toEqual(events.map((event) => event.event_id).toSorted());
  });
});
