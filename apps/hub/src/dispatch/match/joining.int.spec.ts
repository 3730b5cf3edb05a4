import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Json } from '@activity-hub/contracts/event';
import { encodeLogCursor } from '@activity-hub/contracts/log-cursor';
import { topicMatches } from '@activity-hub/contracts/topic';
import { laneHeads } from '@activity-hub/db/event-store/lane-heads';
import { logEpoch } from '@activity-hub/db/event-store/log-epoch';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DispatchHub, hastyTuning, startDispatchHub, until } from '../testing/dispatch-hub.ts';
import { addsUp, isSettled, reconcile } from '../testing/reconcile.ts';
import { type Receiver, startReceiver } from '../webhook/testing/receiver.ts';
import { subjectOf } from './is-about-dispatch.ts';

/** So that some of them park. */
const maxPending = 40;
const types = ['activity.learning.completed', 'activity.learning.lesson_completed', 'activity.work.completed'];
const rules = [
  { topics: ['activity.learning.*'], filter: null },
  { topics: ['activity.learning.completed', 'activity.**'], filter: 'event.payload.score >= 50' },
  { topics: ['activity.work.completed'], filter: null },
  { topics: ['activity.**'], filter: null },
] as const;

let hub: DispatchHub;
let receiver: Receiver;

beforeAll(async () => {
  hub = await startDispatchHub();
  let asked = 0;
  receiver = await startReceiver((response) => {
    asked += 1;
    // A refusal is not an outage: it costs tries and opens no circuit.
    response.statusCode = asked % 7 === 0 ? 400 : 200;
    response.end();
  });
  // Where each lane of a subscription began, before anything of it moved.
  await hub.sql.unsafe(`
    create table spec_start (subscription_id uuid, lane smallint, "offset" bigint);
    create function spec_note() returns trigger language plpgsql as $$ begin
      insert into spec_start values (new.subscription_id, new.lane, new."offset"); return null; end $$;
    create trigger spec_note after insert on subscription_lane for each row execute function spec_note()`);
});
afterAll(async () => {
  await receiver?.stop();
  await hub?.stop();
});

interface Subscribed {
  readonly id: string;
  /** The rules it had, in the order of time. */
  readonly had: number[];
  readonly from: string;
  /** Ids of what was acknowledged before it was asked for. */
  readonly before: ReadonlySet<string>;
  /** How many were acknowledged when it was there. */
  readonly thereAt: number;
}

class Story {
  readonly subscribed: Subscribed[] = [];
  readonly acknowledged: string[] = [];
  #publishing: Promise<void>[] = [];

  publish(count: number): void {
    const events = Array.from({ length: count }, (_, n) => ({
      event_id: randomUUID(),
      event_type: types[n % types.length],
      event_version: '1.0.0',
      timestamp: new Date().toISOString(),
      source_system: 'lms',
      user_id: `6d0f8a1e-1111-4111-8111-${String(Math.floor(Math.random() * 30)).padStart(12, '0')}`,
      payload: { course_id: 'c1', lesson_id: 'l1', ...(n % 4 === 0 ? {} : { score: n % 100 }) },
    }));
    this.#publishing.push(
      hub.call('POST', '/activity/events/batch', { body: events }).then(({ status, body }) => {
        expect(status, JSON.stringify(body).slice(0, 500)).toBe(200);
        this.acknowledged.push(...events.map(({ event_id }) => event_id));
      }),
    );
  }

  async subscribe(from: string, rule: number, fifo: boolean): Promise<void> {
    const before = new Set(this.acknowledged);
    const { subscription } = await hub.subscribe({
      ...rules[rule],
      fifo,
      from: await startOf(from),
      concurrency: 30,
      destination: { kind: 'webhook', url: receiver.url },
    });
    const thereAt = this.acknowledged.length;
    this.subscribed.push({ id: subscription.subscription_id, had: [rule], from, before, thereAt });
  }

  /** Something happens to one of them. */
  async happens(what: string, n: number, rule: number): Promise<void> {
    const one = this.subscribed[n % Math.max(1, this.subscribed.length)];
    if (one === undefined) return;
    const place = `/activity/subscriptions/${one.id}`;
    if (what === 'change') {
      one.had.push(rule);
      await hub.call('PATCH', place, { body: { topics: rules[rule]?.topics, filter: rules[rule]?.filter } });
    } else if (what === 'rename') await hub.call('PATCH', place, { body: { name: `Renamed ${rule}` } });
    else if (what === 'remove') {
      await hub.call('DELETE', place);
      this.subscribed.splice(this.subscribed.indexOf(one), 1);
    } else await hub.call('POST', `${place}/${what}`);
  }

  async settled(): Promise<void> {
    await Promise.all(this.#publishing);
    for (const { id } of this.subscribed) await hub.call('POST', `/activity/subscriptions/${id}/resume`);
    await until(
      () => reconcile(hub.sql),
      (all) => all.every(isSettled),
      60_000,
    );
  }

  async end(): Promise<void> {
    for (const { id } of this.subscribed) await hub.call('DELETE', `/activity/subscriptions/${id}`);
  }
}

async function startOf(from: string): Promise<Record<string, unknown>> {
  if (from === 'time') return { kind: 'time', at: new Date(Date.now() - 700).toISOString() };
  if (from !== 'cursor') return { kind: from };
  const heads = await laneHeads(hub.sql);
  const offsets = heads.map((head, lane) => (lane % 2 === 0 ? head : Math.floor(head / 2)));
  return { kind: 'cursor', cursor: encodeLogCursor({ epoch: await logEpoch(hub.sql), offsets }) };
}

interface Logged {
  readonly lane: number;
  readonly offset: number;
  readonly event_id: string;
  readonly event_type: string;
  readonly payload: { readonly [key: string]: Json };
}

function matchesRule(rule: number, { event_type, payload }: Logged): boolean {
  const { topics, filter } = rules[rule] ?? rules[0];
  return (
    topics.some((topic) => topicMatches(topic, event_type)) && (filter === null || Number(payload['score'] ?? -1) >= 50)
  );
}

/** Every subscription has exactly what matches behind its start. */
async function demandExact(story: Story): Promise<void> {
  const log = await hub.sql<Logged[]>`select lane, "offset", event_id, event_type, payload from event`;
  for (const one of story.subscribed) {
    const starts = await hub.sql<{ lane: number; offset: number }[]>`
      select lane, "offset" from spec_start where subscription_id = ${one.id}`;
    const startOfLane = new Map(starts.map(({ lane, offset }) => [lane, offset]));
    const made = await hub.sql<{ event_id: string }[]>`select event_id from delivery where subscription_id = ${one.id}`;
    const got = new Set(made.map(({ event_id }) => event_id));
    expect(got.size).toBe(made.length);
    const open = log.filter(
      (event) => event.offset > (startOfLane.get(event.lane) ?? 0) && subjectOf(event as never) !== one.id,
    );
    // What came while its rules changed goes by one or the other.
    const sure = open.filter((event) => one.had.every((rule) => matchesRule(rule, event)));
    const may = new Set(
      open.filter((event) => one.had.some((rule) => matchesRule(rule, event))).map(({ event_id }) => event_id),
    );
    const told = `${one.from} ${one.had.join()}`;
    expect(
      sure.filter(({ event_id }) => !got.has(event_id)),
      `missed by ${told}`,
    ).toEqual([]);
    expect(
      [...got].filter((id) => !may.has(id)),
      `too much for ${told}`,
    ).toEqual([]);
    if (one.from !== 'now') continue;
    expect([...got].filter((id) => one.before.has(id))).toEqual([]);
    const after = new Set(story.acknowledged.slice(one.thereAt));
    for (const { event_id } of log.filter(({ event_id }) => after.has(event_id)))
      expect(open.some((event) => event.event_id === event_id)).toBe(true);
  }
}

const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('publish'), n: fc.integer({ min: 1, max: 120 }) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('subscribe'),
      n: fc.nat(3),
      from: fc.constantFrom('now', 'beginning', 'time', 'cursor'),
      fifo: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('pause', 'pause', 'resume', 'change', 'rename', 'remove'),
      n: fc.nat(9),
      rule: fc.nat(3),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart'), n: fc.nat(1) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait'), n: fc.integer({ min: 1, max: 300 }) }) },
);

it('gives every subscription exactly what matches behind its start, whatever happens meanwhile', {
  timeout: 240_000,
}, async () => {
  const tuning = { ...hastyTuning, maxPending };
  await hub.startDispatch(tuning);
  let parked = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 15, maxLength: 25, size: 'max' }), async (steps) => {
      const story = new Story();
      story.publish(150);
      for (const one of steps) {
        if (one.do === 'publish') story.publish(one.n);
        else if ('from' in one) await story.subscribe(one.from, one.n, one.fifo);
        else if (one.do === 'wait') await pause(one.n);
        else if (one.do === 'restart') await hub.startDispatch(tuning);
        else if ('rule' in one) await story.happens(one.do, one.n, one.rule);
      }
      parked += (await reconcile(hub.sql)).filter(({ apart }) => apart > 0).length;
      await story.settled();
      expect((await reconcile(hub.sql)).filter((row) => !addsUp(row))).toEqual([]);
      await demandExact(story);
      await story.end();
    }),
    { numRuns: Number(process.env['DISPATCH_RUNS'] ?? 2), endOnFailure: true },
  );
  // Otherwise nothing was proven of those that read by themselves.
  expect(parked).toBeGreaterThan(0);
});
