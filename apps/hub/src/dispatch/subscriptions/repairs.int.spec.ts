import type { RedriveEstimate, RedriveRun } from '@activity-hub/contracts/dispatch/redrive';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type DispatchHub, hastyTuning, startDispatchHub, until } from '../testing/dispatch-hub.ts';
import { addsUp, reconcile } from '../testing/reconcile.ts';
import { type Receiver, startReceiver } from '../webhook/testing/receiver.ts';

let hub: DispatchHub;
let receiver: Receiver;
let status = 200;

beforeAll(async () => {
  hub = await startDispatchHub();
  receiver = await startReceiver((response) => {
    response.statusCode = status;
    response.end();
  });
});
afterEach(async () => {
  expect((await reconcile(hub.sql)).filter((row) => !addsUp(row))).toEqual([]);
  const { body } = await hub.call<{ items: { subscription_id: string }[] }>('GET', '/activity/subscriptions');
  for (const { subscription_id: id } of body.items) await hub.call('DELETE', `/activity/subscriptions/${id}`);
  status = 200;
  receiver.received.length = 0;
});
afterAll(async () => {
  await receiver?.stop();
  await hub?.stop();
});

const topics = ['activity.learning.**'];
const once = { ...hastyTuning, retryRules: { waitsMs: [], jitter: 0, maxRetryAfterMs: 0 } };

async function subscribed(over: Record<string, unknown> = {}): Promise<string> {
  const destination = { kind: 'webhook', url: receiver.url };
  return (await hub.subscribe({ topics, destination, concurrency: 50, ...over })).subscription.subscription_id;
}

/** A subscription with so many dead letters of a status. */
async function dead(id: string, count: number, answer: number, over: Record<string, unknown> = {}): Promise<void> {
  const before = (await hub.view(id)).counts.dead_lettered;
  status = answer;
  await hub.publishLessons(count, over);
  await until(
    () => hub.view(id),
    ({ counts }) => counts.dead_lettered === before + count,
  );
  status = 200;
}

async function estimate(id: string, selection: Record<string, unknown>, rate = 1_000): Promise<RedriveEstimate> {
  const body = { selection, rate_per_second: rate };
  const answer = await hub.call<RedriveEstimate>('POST', `/activity/subscriptions/${id}/redrives/estimate`, { body });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body;
}

async function start(id: string, selection: Record<string, unknown>, upto: string, rate = 1_000): Promise<RedriveRun> {
  const body = { selection, upto, rate_per_second: rate };
  const answer = await hub.call<RedriveRun>('POST', `/activity/subscriptions/${id}/redrives`, { body });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body;
}

const run = async (runId: string): Promise<RedriveRun> =>
  (await hub.call<RedriveRun>('GET', `/activity/redrives/${runId}`)).body;
const finished = (runId: string): Promise<RedriveRun> =>
  until(
    () => run(runId),
    ({ state }) => state === 'finished',
    30_000,
  );

describe('a repair', () => {
  it.each([
    ['fingerprint', { kind: 'redrive', fingerprint: 'status 404' }, 3],
    ['class of status', { kind: 'redrive', status_class: '4xx' }, 8],
    ['event type', { kind: 'redrive', event_type: 'activity.learning.lesson_completed' }, 5],
    ['time', { kind: 'redrive', from: '2026-01-01T00:00:00Z', to: '2100-01-01T00:00:00+03:00' }, 8],
    ['all since', { kind: 'recover', since: '2026-01-01T00:00:00Z' }, 8],
    ['a time that has not come', { kind: 'recover', since: '2100-01-01T00:00:00Z' }, 0],
  ])('takes by %s exactly what it estimated', async (_, selection, expected) => {
    await hub.startDispatch(once);
    const id = await subscribed();
    await dead(id, 3, 404);
    await dead(id, 5, 422, { event_type: 'activity.learning.lesson_completed' });
    receiver.received.length = 0;
    const { total, upto } = await estimate(id, selection);
    expect(total).toBe(expected);
    const made = await start(id, selection, upto);
    expect(await finished(made.run_id)).toMatchObject({ total, redriven: total, skipped: 0 });
    await until(
      () => hub.view(id),
      ({ counts }) => counts.delivered === total && counts.pending === 0,
    );
    expect(receiver.received).toHaveLength(total);
  });

  it('takes what fails again only once, also when it is started with an end in the future', async () => {
    await hub.startDispatch(once);
    const id = await subscribed();
    await dead(id, 4, 404);
    status = 404;
    receiver.received.length = 0;
    const made = await start(id, { kind: 'recover', since: '2026-01-01T00:00:00Z' }, '2100-01-01T00:00:00Z', 2);
    expect(await finished(made.run_id)).toMatchObject({ total: 4, redriven: 4 });
    expect(receiver.received).toHaveLength(4);
  });

  it('does not take anything twice when two run at once', async () => {
    await hub.startDispatch(once);
    const id = await subscribed();
    await dead(id, 30, 404);
    receiver.received.length = 0;
    const selection = { kind: 'recover', since: '2026-01-01T00:00:00Z' };
    const { upto } = await estimate(id, selection);
    const runs = await Promise.all([start(id, selection, upto, 20), start(id, selection, upto, 20)]);
    const done = await Promise.all(runs.map(({ run_id }) => finished(run_id)));
    expect(done.reduce((sum, { redriven }) => sum + redriven, 0)).toBe(30);
    for (const { total, redriven, skipped } of done) expect(redriven + skipped).toBe(total);
    await until(
      () => hub.view(id),
      ({ counts }) => counts.delivered === 30,
    );
    expect(receiver.received).toHaveLength(30);
  });

  it('pauses, goes on and ends within one second of its rate', async () => {
    await hub.startDispatch(once);
    const id = await subscribed();
    await dead(id, 40, 404);
    const selection = { kind: 'redrive', status_class: '4xx' };
    const { upto } = await estimate(id, selection, 5);
    const { run_id } = await start(id, selection, upto, 5);
    await until(
      () => run(run_id),
      ({ redriven }) => redriven > 0,
    );
    const paused = (await hub.call<RedriveRun>('POST', `/activity/redrives/${run_id}/pause`)).body;
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect((await run(run_id)).redriven).toBe(paused.redriven);
    await hub.call('POST', `/activity/redrives/${run_id}/resume`);
    await until(
      () => run(run_id),
      ({ redriven }) => redriven > paused.redriven,
    );
    const cancelled = (await hub.call<RedriveRun>('POST', `/activity/redrives/${run_id}/cancel`)).body;
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const after = await run(run_id);
    expect(after).toMatchObject({ state: 'cancelled', redriven: cancelled.redriven });
    expect(after.redriven).toBeLessThan(40);
    const again = await hub.call<RedriveRun>('POST', `/activity/redrives/${run_id}/resume`);
    expect(again.body.state).toBe('cancelled');
    const { counts } = await until(
      () => hub.view(id),
      ({ counts }) => counts.pending === 0,
    );
    expect(counts).toMatchObject({ delivered: after.redriven, dead_lettered: 40 - after.redriven });
  });
});

describe('a replay of what was missed', () => {
  it('brings what a corrected filter lets through, and nothing that was there', async () => {
    await hub.startDispatch(once);
    const id = await subscribed({ filter: 'event.payload.score > 90' });
    const from = new Date(Date.now() - 1_000).toISOString();
    await hub.publishLessons(12, { payload: { course_id: 'c1', lesson_id: 'l1', score: 50 } });
    const had = await hub.publishLessons(3, { payload: { course_id: 'c1', lesson_id: 'l1', score: 95 } });
    await until(
      () => hub.view(id),
      ({ counts }) => counts.delivered === had.length,
    );
    await hub.call('PATCH', `/activity/subscriptions/${id}`, { body: { filter: 'event.payload.score > 40' } });
    const selection = { kind: 'replay_missing', from, to: '2100-01-01T00:00:00Z' };
    const { total, upto } = await estimate(id, selection);
    expect(total).toBe(12);
    const made = await start(id, selection, upto, 5);
    const second = await start(id, selection, upto, 5);
    const done = await Promise.all([finished(made.run_id), finished(second.run_id)]);
    expect(done.reduce((sum, { redriven }) => sum + redriven, 0)).toBe(12);
    await until(
      () => hub.view(id),
      ({ counts }) => counts.delivered === 15,
    );
    expect(receiver.received).toHaveLength(15);
  });

  it('ends where it is told to, in whatever zone that is written', async () => {
    await hub.startDispatch(once);
    const id = await subscribed({ filter: 'false' });
    await hub.publishLessons(4);
    await until(
      () => hub.view(id),
      ({ behind_events }) => behind_events === 0,
    );
    await hub.call('PATCH', `/activity/subscriptions/${id}`, { body: { filter: null } });
    // An hour ago, on a wall clock that is fourteen hours ahead.
    const to = `${new Date(Date.now() + 13 * 3_600_000).toISOString().slice(0, -1)}+14:00`;
    const { total } = await estimate(id, { kind: 'replay_missing', from: '2020-01-01T00:00:00Z', to });
    expect(total).toBe(0);
  });

  it('does not bring again what was delivered so long ago that it was forgotten', async () => {
    await hub.startDispatch(once);
    const id = await subscribed();
    await hub.publishLessons(6);
    await until(
      () => hub.view(id),
      ({ counts }) => counts.delivered === 6,
    );
    await hub.stopDispatch();
    // Early in a month, eight days ago is one that the log has no partition for.
    await hub.sql`create table if not exists event_before partition of event default`;
    await hub.sql.begin(async (transaction) => {
      // A week passes, also for the log, which refuses changes.
      await transaction`set local session_replication_role = replica`;
      await transaction`update event set recorded_at = recorded_at - interval '8 days'`;
      await transaction`
        update delivery set recorded_at = recorded_at - interval '8 days', finished_at = finished_at - interval '8 days'`;
    });
    await hub.startDispatch(once);
    await until(
      async () => (await hub.deliveries(id)).length,
      (left) => left === 0,
    );
    expect((await hub.view(id)).counts).toMatchObject({ matched: 6, delivered: 6 });
    const selection = { kind: 'replay_missing', from: '2020-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' };
    expect((await estimate(id, selection)).total).toBe(0);
  });
});
