import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Spool, type SpoolOptions } from './spool.ts';

let folder = '';
const torn: number[] = [];
const open: Spool[] = [];
const limit = { events: 100, bytes: 100_000 };

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'spool-'));
  torn.length = 0;
});

afterEach(async () => {
  for (const spool of open.splice(0)) await spool.close();
  rmSync(folder, { recursive: true, force: true });
});

function opened(options: Partial<SpoolOptions> = {}): Spool {
  const spool = Spool.open({
    folder,
    maxBytes: 1_000_000,
    fsync: true,
    onTorn: (bytes) => torn.push(bytes),
    ...options,
  });
  open.push(spool);
  return spool;
}

const lines = (...texts: string[]) => texts.map((text) => Buffer.from(JSON.stringify({ text })));
const texts = (read: readonly Buffer[] = []) =>
  read.map((line) => (JSON.parse(line.toString()) as { text: string }).text);
const files = () => readdirSync(folder).filter((name) => name.endsWith('.ndjson'));

async function drained(spool: Spool): Promise<string[]> {
  const all: string[] = [];
  for (let taken = await spool.peek(limit); taken !== undefined; taken = await spool.peek(limit)) {
    all.push(...texts(taken.lines));
    await spool.acknowledge(taken, taken.lines.length);
  }
  return all;
}

test('lines come back in order, a reserved place before what was appended since, and the folder is left empty', async () => {
  const spool = opened();
  const place = spool.reserve();
  await spool.append(lines('c', 'd'));
  await spool.append(lines('a', 'b'), place);
  await spool.append(lines('e'));
  expect(await drained(spool)).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(spool.isEmpty).toBe(true);
  expect(files()).toEqual([]);
});

test('only what was acknowledged is gone, and the next process begins at the segment that was not finished', async () => {
  const first = opened({ maxBytes: 16 * 20 });
  for (const name of ['a', 'b', 'c', 'd']) await first.append(lines(`${name}1`, `${name}2`));
  const taken = await first.peek({ ...limit, events: 3 });
  expect(texts(taken?.lines)).toEqual(['a1', 'a2']);
  if (taken !== undefined) await first.acknowledge(taken, 2);
  const half = await first.peek({ ...limit, events: 1 });
  if (half !== undefined) await first.acknowledge(half, 1);
  await first.close();
  const second = opened();
  await second.append(lines('later'));
  expect(await drained(second)).toEqual(['b1', 'b2', 'c1', 'c2', 'd1', 'd2', 'later']);
});

test('a torn last line is passed over and told, what stands before and after it is delivered', async () => {
  const first = opened();
  await first.append(lines('whole'));
  await first.close();
  appendFileSync(path.join(folder, String(files()[0])), '{"text":"ha');
  const second = opened();
  await second.append(lines('after'));
  expect(await drained(second)).toEqual(['whole', 'after']);
  expect(torn).toEqual([11]);
  expect(files()).toEqual([]);
});

test('a file of zeros, as a power cut leaves one, blocks nothing', async () => {
  writeFileSync(path.join(folder, '0000000000000001.ndjson'), Buffer.alloc(2_000_000));
  const spool = opened({ maxBytes: 4_000_000 });
  await spool.append(lines('after'));
  expect(await drained(spool)).toEqual(['after']);
  expect(torn.reduce((sum, bytes) => sum + bytes, 0)).toBe(2_000_000);
});

test('it says how much room is left', async () => {
  const spool = opened({ maxBytes: 100 });
  await spool.append(lines('a'));
  expect(spool.room).toBe(100 - '{"text":"a"}\n'.length);
});

test('one process at a time: a second is refused, after the end of the first it is not', async () => {
  const first = opened();
  expect(() => opened()).toThrow(expect.objectContaining({ code: 'spool_in_use' }));
  await first.close();
  expect(() => opened()).not.toThrow();
});

test.each([
  ['of a process that has died', { pid: 2 ** 22 + 1, started: null }, 0],
  ['whose number another process has now', { pid: process.pid, started: '1' }, 0],
  ['of another machine that has been silent for long', { host: 'elsewhere', pid: 1, started: null }, 61_000],
])('a lock %s is taken over', (_name, owner, silentMs) => {
  leaveLock(owner, silentMs);
  opened();
  expect(JSON.parse(readFileSync(path.join(folder, 'lock'), 'utf8'))).toMatchObject({ pid: process.pid });
  expect(readdirSync(folder)).toEqual(['lock']);
});

test('a lock of another machine that shows life is respected', () => {
  leaveLock({ host: 'elsewhere', pid: 1, started: null }, 1_000);
  expect(() => opened()).toThrow(/process 1 on elsewhere/);
});

test('who lost the folder writes no more', async () => {
  const spool = opened();
  leaveLock({ host: 'elsewhere', pid: 1, started: null }, 0);
  await expect(spool.append(lines('a'))).rejects.toMatchObject({ code: 'spool_failed' });
});

function leaveLock(owner: object, silentMs: number): void {
  const file = path.join(folder, 'lock');
  writeFileSync(file, JSON.stringify({ pid: process.pid, host: hostname(), started: null, token: 'x', ...owner }));
  const then = new Date(Date.now() - silentMs);
  utimesSync(file, then, then);
}
