import { setTimeout as pause } from 'node:timers/promises';
import type { CreatedSubscription } from '@activity-hub/contracts/dispatch/subscription';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DispatchHub, hastyTuning, hubSecret, startDispatchHub, until } from '../testing/dispatch-hub.ts';
import { type DispatchProcess, startDispatchProcess } from '../testing/dispatch-process.ts';
import { addsUp, isSettled, reconcile } from '../testing/reconcile.ts';
import { type Receiver, startReceiver } from '../webhook/testing/receiver.ts';

const total = 11;

let hub: DispatchHub;
let receiver: Receiver;
const processes: DispatchProcess[] = [];

beforeAll(async () => {
  hub = await startDispatchHub();
  receiver = await startReceiver((response) => void setTimeout(() => response.end('ok'), 200));
  await Promise.all(Array.from({ length: total }, subscribed));
});
afterAll(async () => {
  await Promise.all(processes.map((one) => one.kill()));
  await receiver?.stop();
  await hub?.stop();
});

function subscribed(): Promise<CreatedSubscription> {
  return hub.subscribe({
    topics: ['activity.learning.completed'],
    destination: { kind: 'webhook', url: receiver.url },
  });
}

async function startOne(): Promise<void> {
  const env = { DATABASE_URL: hub.databaseUrl, HUB_AUTH_SECRET: hubSecret };
  processes.push(await startDispatchProcess(env, hastyTuning));
}

/** How many subscriptions each process has, the most first. Those of nobody are left out. */
async function shares(): Promise<readonly number[]> {
  const rows = await hub.sql<{ held: number }[]>`
    select count(*)::int as held from subscription where owner is not null group by owner order by 1 desc`;
  return rows.map(({ held }) => held);
}

const untilShared = (...expected: readonly number[]) => until(shares, (held) => held.join() === expected.join());

/** Publishes while something happens, and waits until all of it is sent. @returns how often each delivery was sent */
async function sentDuring(work: () => Promise<unknown>): Promise<readonly number[]> {
  receiver.received.length = 0;
  let going = true;
  let lessons = 0;
  const publishing = (async () => {
    for (; going; await pause(100)) lessons += (await hub.publishLessons(2)).length;
  })();
  await until(
    () => receiver.received.length,
    (count) => count > 0,
  );
  await work().finally(() => {
    going = false;
  });
  await publishing;
  const rows = await until(
    () => reconcile(hub.sql),
    (all) => all.every(isSettled),
    60_000,
  );
  expect(rows.filter((row) => !addsUp(row))).toEqual([]);
  // A repeat has the id of the first, whoever sends it.
  const sent = Map.groupBy(receiver.received, ({ headers }) => headers['webhook-id']);
  expect(sent.size).toBe(lessons * total);
  return [...sent.values()].map((tries) => tries.length);
}

it('shares evenly with a process that comes, and sends nothing twice for it', { timeout: 120_000 }, async () => {
  await startOne();
  await untilShared(11);
  const sent = await sentDuring(async () => {
    await startOne();
    await untilShared(6, 5);
  });
  expect(Math.max(...sent)).toBe(1);
});

it('keeps what it has, and sends nothing twice, when its session breaks', { timeout: 120_000 }, async () => {
  const owners = async () => [...(await hub.sql`select owner from subscription order by subscription_id`)];
  const sessions = () => hub.sql<{ pid: number }[]>`
    select pid from pg_locks where locktype = 'advisory' and classid = hashtext('dispatch_owner')::oid order by pid`;
  const before = await owners();
  const sent = await sentDuring(async () => {
    const [broken] = await sessions();
    await hub.sql`select pg_terminate_backend(${broken?.pid ?? 0})`;
    await until(sessions, (held) => held.length === 2 && held.every(({ pid }) => pid !== broken?.pid));
  });
  expect(await owners()).toEqual(before);
  expect(Math.max(...sent)).toBe(1);
});

it('goes on at once for a process that was killed, and loses nothing', { timeout: 120_000 }, async () => {
  let tookMs = 0;
  await sentDuring(async () => {
    await processes[0]?.kill();
    const killedAt = Date.now();
    await untilShared(11);
    tookMs = Date.now() - killedAt;
  });
  // A second; a busy machine is given more, but far less than the twenty that a process may hang.
  expect(tookMs).toBeLessThan(10_000);
});
