import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { keptHeapMb } from '../../testing/kept-heap-mb.ts';
import { type DispatchHub, hastyTuning, startDispatchHub, until } from '../testing/dispatch-hub.ts';
import { addsUp, reconcile } from '../testing/reconcile.ts';
import { type Answer, type Receiver, startReceiver } from '../webhook/testing/receiver.ts';

const gigabyte = 2 ** 30;
const hangsForMs = 30_000;
const chunk = Buffer.alloc(64 * 1024, 'x');
const good = 10;

let hub: DispatchHub;
const receivers: Receiver[] = [];

beforeAll(async () => {
  hub = await startDispatchHub();
});
afterEach(async () => {
  expect((await reconcile(hub.sql)).filter((row) => !addsUp(row))).toEqual([]);
  const { body } = await hub.call<{ items: { subscription_id: string }[] }>('GET', '/activity/subscriptions');
  for (const { subscription_id: id } of body.items) await hub.call('DELETE', `/activity/subscriptions/${id}`);
});
afterAll(async () => {
  await Promise.all(receivers.map((receiver) => receiver.stop()));
  await hub?.stop();
});

async function endpoint(answer?: Answer): Promise<Receiver> {
  const receiver = await startReceiver(answer);
  receivers.push(receiver);
  return receiver;
}

async function subscribed(
  receiver: Receiver,
  over: Record<string, unknown> = {},
  target: Record<string, unknown> = {},
) {
  const destination = { kind: 'webhook', url: receiver.url, ...target };
  const { subscription } = await hub.subscribe({ topics: ['activity.learning.**'], destination, ...over });
  return subscription.subscription_id;
}

/** Answers that never end by themselves. @returns the answer, and how much of the longest one was taken */
function endlessAnswer(): { readonly answer: Answer; longest(): number } {
  let longest = 0;
  return {
    longest: () => longest,
    answer(response) {
      let streamed = 0;
      response.writeHead(200, { 'content-length': gigabyte });
      const write = (): void => {
        while (!response.destroyed && streamed < gigabyte) {
          streamed += chunk.length;
          longest = Math.max(longest, streamed);
          if (!response.write(chunk)) return void response.once('drain', write);
        }
      };
      write();
    },
  };
}

/** Milliseconds from recording to delivery that 95 % of the deliveries of these do not exceed. */
async function p95(ids: readonly string[], count: number): Promise<number> {
  const before = (await hub.view(ids[0] ?? '')).counts.delivered;
  for (let n = 0; n < count; n += 10) {
    await hub.publishLessons(10);
    await pause(50);
  }
  for (const id of ids)
    await until(
      () => hub.view(id),
      ({ counts }) => counts.delivered === before + count,
      60_000,
    );
  const [row] = await hub.sql<{ p95: number }[]>`
    select percentile_cont(0.95) within group (order by extract(epoch from finished_at - recorded_at) * 1000) as p95
    from (select finished_at, recorded_at, row_number() over (partition by subscription_id order by recorded_at desc) as n
      from delivery where subscription_id = any (string_to_array(${ids.join()}, ',')::uuid[])) as recent where n <= ${count}`;
  return Number(row?.p95);
}

it('lets ten good endpoints wait for none beside one that hangs, one that fails and one that never ends', {
  timeout: 180_000,
}, async () => {
  await hub.startDispatch();
  const receiver = await endpoint();
  const ids = await Promise.all(Array.from({ length: good }, () => subscribed(receiver)));
  await p95(ids, 50);
  const stream = endlessAnswer();
  const heap = keptHeapMb();
  const [hanging, failing, endless] = [
    await endpoint(() => {}),
    await endpoint((response) => void response.writeHead(500).end()),
    await endpoint(stream.answer),
  ];
  const bad = await Promise.all([
    subscribed(hanging, { concurrency: 100 }, { timeout_ms: hangsForMs }),
    subscribed(failing, { concurrency: 100 }),
    subscribed(endless, { concurrency: 100 }),
  ]);
  // One that waited for another would wait until that one is given up.
  expect(await p95(ids, 150)).toBeLessThan(hangsForMs / 3);
  expect(keptHeapMb() - heap).toBeLessThan(60);
  // What is sent beyond the 16 KiB that are kept lies in buffers of the two sockets.
  expect(stream.longest()).toBeLessThan(gigabyte / 16);
  expect(hanging.received.length).toBeGreaterThan(0);
  const views = await Promise.all(bad.map((id) => hub.view(id)));
  expect(views.map(({ counts }) => counts.delivered > 0)).toEqual([false, false, true]);
  // So that the stop at the end waits for nothing.
  await hanging.stop();
});

it('keeps the rate and the width of an endpoint', { timeout: 60_000 }, async () => {
  await hub.startDispatch();
  const times: number[] = [];
  let open = 0;
  let widest = 0;
  const receiver = await endpoint((response) => {
    times.push(Date.now());
    open += 1;
    widest = Math.max(widest, open);
    setTimeout(() => {
      open -= 1;
      response.end();
    }, 30);
  });
  const id = await subscribed(receiver, { concurrency: 3, rate_per_second: 20 });
  await hub.publishLessons(100);
  await until(
    () => hub.view(id),
    ({ counts }) => counts.delivered === 100,
    30_000,
  );
  expect(widest).toBeLessThanOrEqual(3);
  // A second's worth may have been saved up; no more than that and what the time itself brings.
  for (const at of times) {
    const within = (ms: number): number => times.filter((time) => time >= at && time < at + ms).length;
    expect(within(1_000)).toBeLessThanOrEqual(42);
    expect(within(3_000)).toBeLessThanOrEqual(84);
  }
});

it.each([
  ['seconds', () => '2'],
  ['a date', () => new Date(Date.now() + 2_600).toUTCString()],
])('waits as long as the endpoint asks to, in %s', async (_, retryAfter) => {
  await hub.startDispatch({
    ...hastyTuning,
    retryRules: { waitsMs: [20, 20], jitter: 0, maxRetryAfterMs: 60_000 },
  });
  const times: number[] = [];
  const receiver = await endpoint((response) => {
    times.push(Date.now());
    if (times.length === 1) response.writeHead(429, { 'retry-after': retryAfter() });
    response.end();
  });
  await subscribed(receiver);
  await hub.publishLessons(1);
  await until(
    () => times.length,
    (count) => count === 2,
  );
  expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(1_400);
});

it('shows the circuit as it is: open while the endpoint rests, also after a trial that failed, and closed again', {
  timeout: 60_000,
}, async () => {
  let shift = 0;
  await hub.startDispatch(hastyTuning, [], { now: () => Date.now() + shift });
  let status = 500;
  const receiver = await endpoint((response) => void response.writeHead(status).end());
  const id = await subscribed(receiver, { concurrency: 1 });
  await hub.publishLessons(12);
  const openUntil = async (): Promise<number> => {
    const [row] = await hub.sql<{ until: string | null }[]>`
      select circuit_open_until as until from subscription where subscription_id = ${id}`;
    return row?.until == null ? 0 : Date.parse(row.until);
  };
  await until(
    () => hub.view(id),
    ({ circuit }) => circuit === 'open',
  );
  const first = await openUntil();
  const tried = receiver.received.length;
  expect(tried).toBeGreaterThanOrEqual(5);
  await pause(700);
  // It rests: nothing is tried, and no delivery loses a try by it.
  expect(receiver.received.length).toBe(tried);
  shift = 10_500;
  await until(
    () => receiver.received.length,
    (count) => count > tried,
  );
  await until(openUntil, (now) => now >= first + 15_000);
  expect((await hub.view(id)).circuit).toBe('open');
  const told = await hub.sql`
    select 1 from event where event_type = 'activity.subscription.circuit_opened' and payload->>'subscription_id' = ${id}`;
  expect(told).toHaveLength(1);
  status = 200;
  shift = 45_000;
  await until(
    () => hub.view(id),
    ({ circuit, counts }) => circuit === 'closed' && counts.delivered > 0,
  );
  expect(await openUntil()).toBe(0);
});

it('is disabled once, with one notice, when many answers of 410 come at once', async () => {
  await hub.startDispatch();
  const waiting: (() => void)[] = [];
  const receiver = await endpoint((response) => {
    waiting.push(() => void response.writeHead(410).end());
    if (waiting.length === 10) for (const answer of waiting) answer();
  });
  const id = await subscribed(receiver, { concurrency: 10 });
  await hub.publishLessons(10);
  await until(
    () => hub.view(id),
    ({ state }) => state === 'disabled',
  );
  await pause(500);
  const told = await hub.sql`
    select 1 from event where event_type = 'activity.subscription.disabled' and payload->>'subscription_id' = ${id}`;
  expect(told).toHaveLength(1);
  expect((await hub.view(id)).counts).toMatchObject({ matched: 10, pending: 10 });
});

it('leaves a subscription paused that a person paused while the endpoint answered 410', async () => {
  await hub.startDispatch();
  const answers: (() => void)[] = [];
  const receiver = await endpoint((response) => {
    answers.push(() => void response.writeHead(410).end());
  });
  const id = await subscribed(receiver);
  await hub.publishLessons(1);
  await until(
    () => answers.length,
    (count) => count === 1,
  );
  await hub.call('POST', `/activity/subscriptions/${id}/pause`);
  answers[0]?.();
  await pause(700);
  expect((await hub.view(id)).state).toBe('paused');
});
