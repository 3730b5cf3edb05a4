import { randomUUID } from 'node:crypto';
import { laneOf } from '@activity-hub/contracts/lane';
import type { AnyAggregator } from '@activity-hub/contracts/plugin/aggregator';
import { readWaitingKeys } from '@activity-hub/db/key-history/read-waiting-keys';
import { promoteRevision } from '@activity-hub/db/plugins/promote-revision';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Processing } from './start-processing.ts';
import { appendAll, eventToAppend } from './testing/append-fixtures.ts';
import { attendance } from './testing/attendance.ts';
import { ProcessingHarness } from './testing/processing-harness.ts';

let harness: ProcessingHarness;

beforeEach(async () => {
  harness = await ProcessingHarness.open();
});

afterEach(() => harness.close());

const users = Array.from({ length: 12 }, () => randomUUID());
const works = ['w1', 'w2', 'w3', 'w4', 'w5'];
let appended = 0;

/** Every work has events of every user, so its key crosses the lanes. */
async function append(count: number, by: readonly string[] = users): Promise<void> {
  const events = Array.from({ length: count }, (_, index) =>
    eventToAppend({ user_id: by[index % by.length] ?? null, payload: { work_id: works[index % works.length] ?? '' } }),
  );
  appended += count;
  await appendAll(harness.log, events);
}

/** Counts the events of each work, and derives one for each of them. */
function byWork(version: string, more: Partial<AnyAggregator> = {}): AnyAggregator {
  return {
    ...attendance,
    manifest: { ...attendance.manifest, id: 'by-work', scope: 'custom', version, windows: ['all'] },
    keyOf: (event) => (typeof event.payload['work_id'] === 'string' ? event.payload['work_id'] : undefined),
    emit: () => ({ derived: [{ event_type: 'activity.milestone.reached', subject: 'seen', payload: {} }] }),
    ...more,
  } as AnyAggregator;
}

beforeEach(() => {
  appended = 0;
});

/** How often something was derived because of each event, for how many events. */
async function derivations(): Promise<Record<number, number>> {
  const rows = await harness.sql<{ times: number; events: number }[]>`
    select times::float8, count(*)::float8 as events from (
      select count(*) as times from event where event_type = 'activity.milestone.reached' group by causation_id) as caused
    group by times`;
  return Object.fromEntries(rows.map(({ times, events }) => [times, events]));
}

const quarantine = (version: string) => harness.sql`
  insert into processor_quarantine (processor, version, reason) values ('by-work', ${version}, 'It looped.')`;

const runs = (processing: Processing, ...versions: readonly string[]) =>
  vi.waitFor(() => expect(processing.statuses().map(({ version }) => version)).toEqual(versions), { timeout: 10_000 });

const waits = (version: string, count: number) =>
  vi.waitFor(
    async () =>
      expect(await readWaitingKeys(harness.sql, { processor: 'by-work', version })).toMatchObject({ events: count }),
    { timeout: 10_000 },
  );

/** A live revision folds some events; then what folds is stopped, and what hands keys on goes on. */
async function leaveWaiting(count: number, ...others: readonly AnyAggregator[]): Promise<Processing> {
  const first = await harness.start(byWork('1.0.0'), ...others);
  await append(60);
  await harness.settled(first);
  await harness.stop(first);
  await quarantine('1.0.0');
  const second = await harness.start(byWork('1.0.0'), ...others);
  await append(count);
  await waits('1.0.0', count);
  return second;
}

async function warnings(): Promise<readonly string[]> {
  const lines = await harness.sql<{ message: string }[]>`
    select message from plugin_log where level = 'warn' order by log_id`;
  return lines.map(({ message }) => message);
}

describe('keys that cross streams, handed over', () => {
  it('go to newer code while events wait in the inbox of code that is gone, and each is derived for once', async () => {
    await harness.stop(await leaveWaiting(30));
    await append(20);
    const next = await harness.start(byWork('2.0.0'));
    await runs(next, '2.0.0');
    await harness.settled(next);
    expect(await derivations()).toEqual({ 1: appended });
    expect(await warnings()).toEqual([
      'Took over from 1.0.0, whose code is gone.',
      '30 events that wait in its inbox are left to 2.0.0.',
    ]);
  });

  it('go to a shadow that is built beside a live revision that was stopped, which it did not overtake', async () => {
    const both = await leaveWaiting(30, byWork('2.0.0'));
    expect(await promoteRevision(harness.sql, 'by-work', '2.0.0', 'anna')).toBe('busy');
    expect(await promoteRevision(harness.sql, 'by-work', '2.0.0', 'anna', { unattended: true })).toBeNull();
    await append(20);
    await runs(both, '2.0.0');
    await harness.settled(both);
    expect(await derivations()).toEqual({ 1: appended });
  });

  it('go on from one to the next and back again, whatever each of them left', async () => {
    await harness.stop(await leaveWaiting(30));
    const second = await harness.start(byWork('2.0.0'));
    await runs(second, '2.0.0');
    await harness.settled(second);
    await harness.stop(second);
    await quarantine('2.0.0');
    const third = await harness.start(byWork('2.0.0'));
    await append(20);
    await waits('2.0.0', 20);
    await harness.stop(third);
    await append(10);
    await quarantine('3.0.0');
    const fourth = await harness.start(byWork('3.0.0'));
    await waits('3.0.0', 90);
    await harness.stop(fourth);
    // The first one still has what waited there, of which the second has derived all.
    expect(await promoteRevision(harness.sql, 'by-work', '1.0.0', 'anna', { unattended: true })).toBeNull();
    await harness.sql`delete from processor_quarantine`;
    const last = await harness.start(byWork('1.0.0'));
    await append(10);
    await harness.settled(last);
    expect(await derivations()).toEqual({ 1: appended });
  });

  it('are not announced again by a revision that was put aside and back between two looks', async () => {
    const both = await harness.start(byWork('1.0.0'), byWork('2.0.0'));
    await append(60);
    await harness.settled(both);
    await harness.stop(both);
    const first = await harness.start(byWork('1.0.0'));
    await harness.settled(first);
    const started = () => harness.sql`select from plugin_log where message = 'Started as live.'`;
    const before = (await started()).length;
    for (const version of ['2.0.0', '1.0.0'])
      expect(await promoteRevision(harness.sql, 'by-work', version, 'anna')).toBeNull();
    await vi.waitFor(async () => expect(await started()).toHaveLength(before + 1), { timeout: 10_000 });
    await append(20);
    await harness.settled(first);
    expect(await derivations()).toEqual({ 1: appended });
  });

  it('hold their whole past before anything is concluded from what is new', async () => {
    const everyTenth = (version: string): AnyAggregator =>
      byWork(version, {
        emit: (_before, next) => {
          const { seen } = next as { seen: number };
          const event = { event_type: 'activity.milestone.reached', subject: `${seen}`, payload: { seen } };
          return seen % 10 === 0 ? { derived: [event] } : {};
        },
      });
    const first = await harness.start(everyTenth('1.0.0'));
    // So many in one lane that it is read after those of which less is to be read.
    await append(1_500, users.slice(0, 1));
    await harness.settled(first);
    await harness.stop(first);
    await append(100, [userOfEmptyLane()]);
    const next = await harness.start(everyTenth('2.0.0'));
    await runs(next, '2.0.0');
    await harness.settled(next);
    const reached = await harness.sql<{ seen: number[] }[]>`
      select array_agg((payload->>'seen')::int order by (payload->>'seen')::int) as seen
      from event where event_type = 'activity.milestone.reached' group by metadata->>'processor_key'`;
    expect(reached.map(({ seen }) => seen)).toEqual(
      works.map(() => Array.from({ length: 32 }, (_, n) => 10 * (n + 1))),
    );
  });
});

function userOfEmptyLane(): string {
  const laneOfUser = (user_id: string): number => laneOf({ user_id, event_id: '' });
  const taken = new Set(users.map(laneOfUser));
  for (;;) {
    const user = randomUUID();
    if (!taken.has(laneOfUser(user))) return user;
  }
}
