import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { type ActivityClient, createActivityClient } from './activity-client.ts';
import type { ActivityClientError } from './client-error.ts';
import type { ActivityClientOptions } from './client-options.ts';

interface SentEvent {
  readonly event_id: string;
  readonly payload: { readonly n: number };
}

/** A hub whose answers the test decides: `accept` answers the oldest request that waits. */
class ScriptedHub {
  readonly requests: (readonly SentEvent[])[] = [];
  readonly #open: ((answer: Response | Error) => void)[] = [];
  automatic = true;

  readonly fetch: typeof fetch = async (_url, init) => {
    const events = JSON.parse(Buffer.from(init?.body as Uint8Array).toString()) as SentEvent[];
    this.requests.push(events);
    if (this.automatic) return accepted(events);
    return await new Promise<Response>((resolve, reject) => {
      this.#open.push((answer) => (answer instanceof Error ? reject(answer) : resolve(answer)));
      init?.signal?.addEventListener('abort', () => reject(new Error('aborted')));
    });
  };

  /** What waits fails, what comes is accepted. */
  heal(): void {
    this.automatic = true;
    for (const answer of this.#open.splice(0)) answer(new Error('reset'));
  }
}

function accepted(events: readonly SentEvent[]): Response {
  const items = events.map(({ event_id }) => ({ status: 'accepted', duplicate: false, receipt: { event_id } }));
  return Response.json({ items });
}

const folders: string[] = [];
const clients: ActivityClient[] = [];

afterEach(async () => {
  for (const client of clients.splice(0)) await client.close({ timeoutMs: 1 });
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function opened(hub: ScriptedHub, options: Partial<ActivityClientOptions> = {}): ActivityClient {
  const client = createActivityClient({ url: 'http://127.0.0.1:9', key: 'ahk_x_y', fetch: hub.fetch, ...options });
  clients.push(client);
  return client;
}

function spoolFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'client-'));
  folders.push(folder);
  return folder;
}

const event = (n: number, text = '') => ({ event_type: 'activity.test.sent', payload: { n, text } });
const numbers = (hub: ScriptedHub) => hub.requests.flat().map(({ payload }) => payload.n);

test('events go out in the order of the calls, in batches within their bounds', async () => {
  const hub = new ScriptedHub();
  const client = opened(hub, { batchEvents: 7 });
  const outcomes = Promise.all(Array.from({ length: 50 }, (_, n) => client.publish(event(n))));
  expect(new Set((await outcomes).map(({ status }) => status))).toEqual(new Set(['accepted']));
  expect(numbers(hub)).toEqual(Array.from({ length: 50 }, (_, n) => n));
  expect(Math.max(...hub.requests.map((events) => events.length))).toBe(7);
});

test('every attempt sends the same, even if the producer changed its object meanwhile', async () => {
  const hub = new ScriptedHub();
  hub.automatic = false;
  const client = opened(hub);
  const mine = event(1);
  const outcome = client.publish(mine);
  await expect.poll(() => hub.requests.length).toBe(1);
  mine.payload.n = 2;
  hub.heal();
  expect(await outcome).toMatchObject({ status: 'accepted' });
  expect(hub.requests[1]).toEqual(hub.requests[0]);
});

test('full memory refuses and says so once; with room again it takes and loses nothing', async () => {
  const hub = new ScriptedHub();
  hub.automatic = false;
  const errors: ActivityClientError[] = [];
  const client = opened(hub, { maxInMemoryEvents: 3, batchEvents: 2, onError: (error) => errors.push(error) });
  const first = client.publish(event(0));
  await expect.poll(() => hub.requests.length).toBe(1);
  expect([1, 2, 3, 4, 5].map((n) => client.enqueue(event(n)))).toEqual([true, true, true, false, false]);
  await expect(client.publish(event(6))).rejects.toMatchObject({ code: 'queue_full' });
  const room = client.whenRoom();
  hub.heal();
  await room;
  expect(client.enqueue(event(7))).toBe(true);
  await client.flush();
  await first;
  expect([...new Set(numbers(hub))]).toEqual([0, 1, 2, 3, 7]);
  expect(errors.map(({ code }) => code)).toEqual(['queue_full']);
});

test('closed without a spool while the hub hangs, every event is given back in time', async () => {
  const hub = new ScriptedHub();
  hub.automatic = false;
  const errors: ActivityClientError[] = [];
  const client = opened(hub, { batchEvents: 2, onError: (error) => errors.push(error) });
  const outcomes = [0, 1, 2, 3, 4].map((n) => client.publish(event(n)));
  await client.close({ timeoutMs: 20 });
  const ends = await Promise.allSettled(outcomes);
  expect(ends.every((end) => end.status === 'rejected' && end.reason.code === 'hub_unreachable')).toBe(true);
  const given = errors.flatMap(({ events }) => events as SentEvent[]).map(({ payload }) => payload.n);
  expect(given).toEqual([0, 1, 2, 3, 4]);
  expect(client.stats()).toMatchObject({ queued: 0, in_flight: 0, given_up: 5 });
});

test('with memory and spool full it refuses, and everything it took is delivered in order', async () => {
  const hub = new ScriptedHub();
  hub.automatic = false;
  const spoolDir = spoolFolder();
  const bounds = { maxInMemoryEvents: 20, batchEvents: 5, maxSpoolBytes: 20_000, fsync: false };
  const client = opened(hub, { spoolDir, ...bounds, fetch: failing(hub) });
  const taken: number[] = [];
  let refused = 0;
  for (let n = 0; refused < 5; n++) {
    if (client.enqueue(event(n, 'x'.repeat(300)))) taken.push(n);
    else refused++;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  expect(client.stats().spooled_bytes).toBeGreaterThan(15_000);
  hub.heal();
  await expect.poll(() => new Set(numbers(hub)).size, { timeout: 10_000 }).toBe(taken.length);
  await client.close();
  expect([...new Set(numbers(hub))]).toEqual(taken);
  expect(readdirSync(spoolDir)).toEqual([]);
});

/** Away until healed. */
function failing(hub: ScriptedHub): typeof fetch {
  return async (...request) => {
    if (!hub.automatic) throw new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } });
    return await hub.fetch(...request);
  };
}

test('a listener that throws, at once or later, stops nothing', async () => {
  const hub = new ScriptedHub();
  const refusing: typeof fetch = async (...request) => {
    const { items } = (await (await hub.fetch(...request)).json()) as { items: object[] };
    return Response.json({
      items: items.map(() => ({ status: 'refused', event_id: null, code: 'x', pointer: '/0/a' })),
    });
  };
  const client = opened(hub, {
    fetch: refusing,
    onRefused: () => {
      throw new Error('mine');
    },
    onError: () => Promise.reject(new Error('mine too')),
  });
  expect(await client.publish(event(1))).toMatchObject({ status: 'refused', pointer: '/a' });
  expect(client.enqueue({ event_type: 'activity.test.sent', payload: { big: 1n } })).toBe(false);
  expect(await client.publish(event(2))).toMatchObject({ status: 'refused' });
});
