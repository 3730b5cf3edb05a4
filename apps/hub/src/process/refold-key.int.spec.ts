import { randomUUID } from 'node:crypto';
import { VOIDED } from '@activity-hub/contracts/correction';
import type { AnyAggregator } from '@activity-hub/contracts/plugin/aggregator';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { appendAll, eventToAppend } from './testing/append-fixtures.ts';
import { attendance } from './testing/attendance.ts';
import { ProcessingHarness } from './testing/processing-harness.ts';

let harness: ProcessingHarness;

beforeEach(async () => {
  harness = await ProcessingHarness.open();
});

afterEach(() => harness.close());

const user = randomUUID();
const noon = Date.parse('2026-11-20T12:00:00.000Z');

function at(minutes: number, more: Parameters<typeof eventToAppend>[0] = {}) {
  return eventToAppend({ user_id: user, timestamp: new Date(noon + minutes * 60_000).toISOString(), ...more });
}

function voidOf(event: { event_id: string; event_type: string }) {
  const payload = { event_id: event.event_id, event_type: event.event_type, reason: 'a mistake' };
  return { ...at(600, { event_type: VOIDED, payload }), origin: 'system' as const };
}

/** Derived milestones that count, by the minute of their cause. */
async function milestones(): Promise<readonly number[]> {
  const rows = await harness.sql<{ at: string }[]>`
    select occurred_at as at from event
    where event_type = 'activity.milestone.reached'
      and not exists (select from event_correction where event_correction.event_id = event.event_id)
    order by occurred_at`;
  return rows.map((row) => (Date.parse(row.at) - noon) / 60_000);
}

async function seen(): Promise<number | undefined> {
  const [row] = await harness.sql<{ seen: number }[]>`
    select (state->>'seen')::float8 as seen from processor_state where window_kind = 'all'`;
  return row?.seen;
}

const hosted: readonly (readonly [string, AnyAggregator])[] = [
  ['a stream', { ...attendance, manifest: { ...attendance.manifest, order: 'occurred' } } as AnyAggregator],
  [
    'keys that cross streams',
    { ...attendance, manifest: { ...attendance.manifest, order: 'occurred', scope: 'custom' } } as AnyAggregator,
  ],
];

describe.each(hosted)('an aggregator of %s', (_name, plugin) => {
  it('puts a late event in its place, and takes back what it had said', async () => {
    const processing = await harness.start(plugin);
    await appendAll(harness.log, [at(0), at(10), at(20)]);
    await vi.waitFor(async () => expect(await milestones()).toEqual([20]), { timeout: 10_000 });
    await appendAll(harness.log, [at(5)]);
    await vi.waitFor(async () => expect(await milestones()).toEqual([10]), { timeout: 10_000 });
    await harness.settled(processing);
    expect(await seen()).toBe(4);
  });

  it('heals when an event is taken back, down to nothing', async () => {
    const processing = await harness.start(plugin);
    const events = [at(0), at(10), at(20), at(30)];
    await appendAll(harness.log, events);
    await vi.waitFor(async () => expect(await milestones()).toEqual([20]), { timeout: 10_000 });
    for (const event of events.slice(0, 1)) await appendAll(harness.log, [voidOf(event)]);
    await vi.waitFor(async () => expect(await milestones()).toEqual([30]), { timeout: 10_000 });
    await harness.settled(processing);
    expect(await seen()).toBe(3);
    for (const event of events.slice(1)) await appendAll(harness.log, [voidOf(event)]);
    await vi.waitFor(async () => expect(await seen()).toBeUndefined(), { timeout: 10_000 });
    expect(await milestones()).toEqual([]);
  });
});
