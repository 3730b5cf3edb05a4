import type { RecordedEvent } from '@activity-hub/contracts/event';
import type { AnyAggregator } from '@activity-hub/contracts/plugin/aggregator';
import { recordedEventFixture } from '@activity-hub/contracts/plugin/testing/recorded-event-fixture';
import { encodePosition } from '@activity-hub/contracts/position';
import { activityScore } from '@activity-hub/plugins/aggregators/activity-score/activity-score';
import { streak } from '@activity-hub/plugins/aggregators/streak/streak';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BatchPlace, ProcessorFault } from '../bus/lane-processor.ts';
import { RunningAggregator } from './running-aggregator.ts';
import { type AttendanceState, attendance } from './testing/attendance.ts';
import { type Cut, decoded, foldLane, hostOptions, KeptRows, placed } from './testing/fold-lane.ts';
import { hostedAggregator } from './testing/hosted.ts';
import { MemoryHistory } from './testing/memory-history.ts';

const users = ['6f1d2c9a-0b7e-5d34-9a51-3c2f8e4b7a10', '0a3f1f5e-53f0-5f0d-8d3e-6a3bb2a2b111', null];
const start = Date.parse('2026-03-20T10:00:00.000Z');
const whole: Cut = { sizes: [1_000], forgetting: false };

/** A lane of three people in two zones over some weeks, with late events. */
const lane = fc
  .array(
    fc.record({
      user: fc.constantFrom(...users),
      hours: fc.integer({ min: 0, max: 24 * 25 }),
      type: fc.constantFrom(
        'activity.learning.lesson_completed',
        'activity.work.completed',
        'activity.system.user_logged_in',
      ),
      zone: fc.constantFrom('Europe/Moscow', 'America/New_York'),
    }),
    { maxLength: 60 },
  )
  .map((items) =>
    items.map(({ user, hours, type, zone }, index) =>
      recordedEventFixture({
        user_id: user,
        event_type: type,
        time_zone: zone,
        timestamp: new Date(start + hours * 3_600_000 + index).toISOString(),
        recorded_at: new Date(start + 40 * 86_400_000 + index).toISOString(),
      }),
    ),
  );

function hostOf(plugin: AnyAggregator, kept: KeptRows, history = new MemoryHistory([]), keptStates = 100) {
  return new RunningAggregator(hostedAggregator(plugin), kept, history, hostOptions(keptStates));
}

async function processed(host: RunningAggregator, place: BatchPlace, events: readonly RecordedEvent[]) {
  const batch = host.begin(place);
  await batch.take(events.map((event, index) => ({ offset: place.offset + index + 1, event })));
  return await batch.finish();
}

async function outcomeOf(plugin: AnyAggregator, given: Parameters<typeof foldLane>[2], cut: Cut, clock?: string) {
  const kept = new KeptRows();
  const events = placed(given);
  const history = new MemoryHistory(events);
  const host = hostOf(plugin, kept, history, cut.kept);
  const { metrics, counts } = await foldLane(host, kept, events, cut, history);
  if (clock !== undefined) {
    const fired = await host.fireDue({ lane: 3, offset: events.length, derivesAfter: 0, madeAt: '' }, clock);
    kept.keep(fired?.states ?? []);
    history.append(fired?.derived ?? []);
  }
  return {
    rows: [...kept.rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => decoded(row)),
    derived: history.counting(),
    metrics: metrics.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
    counts,
  };
}

/**
 * What must not depend on the batches, once the clock has passed what the events did: an event without bearing tells
 * a state that is there how late it is, and one that is made after it learns the same from the clock. Not which of
 * several events of one day is the cause of what they all say: of those the first in the log is.
 */
async function contentOf(...[plugin, given, cut]: Parameters<typeof outcomeOf>) {
  const { rows, derived, metrics } = await outcomeOf(plugin, given, cut, '2026-07-01T00:00:00.000Z');
  return {
    rows: rows.map(({ key, window_start, state, view, deadline_at }) => ({
      key,
      window_start,
      state,
      view,
      deadline_at,
    })),
    derived: derived.map(({ event_type, payload }) => `${event_type} ${payload}`).sort(),
    metrics,
  };
}

describe('RunningAggregator', () => {
  it.each([attendance, activityScore, streak] as readonly AnyAggregator[])(
    'gives the same whatever the batches and whatever it remembers ($manifest.id)',
    async (plugin) => {
      const cuts = fc.record({
        sizes: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }),
        together: fc.integer({ min: 1, max: 4 }),
        forgetting: fc.boolean(),
        kept: fc.constantFrom(1, 4, 100),
      });
      await fc.assert(
        fc.asyncProperty(lane, cuts, async (events, cut) => {
          expect(await contentOf(plugin, events, cut)).toEqual(await contentOf(plugin, events, whole));
        }),
        { numRuns: 60 },
      );
    },
  );

  const at = (hours: number, more = {}) =>
    recordedEventFixture({
      timestamp: new Date(start + hours * 3_600_000).toISOString(),
      correlation_id: 'term-1',
      ...more,
    });

  it('keeps one state per window and fires what time has passed before the next event', async () => {
    const { rows, derived } = await outcomeOf(attendance, [at(0), at(1), at(80)], whole);
    expect(rows.map((row) => [row.window_kind, row.window_start, row.state['seen'], row.view?.['seen']])).toEqual([
      ['all', '', 3, undefined],
      ['daily', '2026-03-20', 2, 2],
      ['daily', '2026-03-23', 1, 1],
    ]);
    expect(derived.map((event) => [event.event_type, event.timestamp])).toEqual([
      ['activity.inactivity.detected', '2026-03-21T11:00:00.000Z'],
      ['activity.milestone.reached', '2026-03-23T18:00:00.000Z'],
    ]);
  });

  it('derives events that join the stream of their cause', async () => {
    const events = [at(0), at(1), at(2, { session_id: '11111111-1111-5111-8111-111111111111' })];
    const { derived } = await outcomeOf(attendance, events, whole);
    expect(derived).toHaveLength(1);
    expect(derived[0]).toMatchObject({
      origin: 'derived',
      source_system: 'activity-hub',
      user_id: events[2]?.user_id,
      session_id: '11111111-1111-5111-8111-111111111111',
      causation_id: events[2]?.event_id,
      correlation_id: 'term-1',
      timestamp: events[2]?.timestamp,
      day: '2026-03-20',
      payload: '{"milestone":"seen","value":3}',
    });
    expect(JSON.parse(derived[0]?.metadata ?? '')).toEqual({
      causation_depth: 1,
      processor: 'attendance',
      processor_version: '1.0.0',
      processor_key: events[2]?.user_id,
      processor_window: 'all|',
    });
  });

  it('derives the same event whether the clock fires a deadline or a later event does', async () => {
    const kept = new KeptRows();
    const host = hostOf(attendance, kept);
    await foldLane(host, kept, placed([at(0)]), { sizes: [1], forgetting: true });
    const byClock = await host.fireDue({ lane: 3, offset: 1, derivesAfter: 0, madeAt: '' }, '2026-03-30T00:00:00.000Z');
    const byEvent = await outcomeOf(attendance, [at(0), at(80)], whole);
    expect(byClock?.derived).toEqual(byEvent.derived);
    kept.keep(byClock?.states ?? []);
    expect(
      await host.fireDue({ lane: 3, offset: 1, derivesAfter: 0, madeAt: '' }, '2026-03-30T00:00:00.000Z'),
    ).toBeUndefined();
  });

  it('is not handed its own derived events, nor other topics', async () => {
    const kept = new KeptRows();
    const host = hostOf(activityScore as AnyAggregator, kept);
    const own = { origin: 'derived', metadata: { processor: 'activity-score', causation_depth: 1 } } as const;
    const events = placed([at(0), at(1, own), at(2, { event_type: 'activity.streak.started' })]);
    const counted = await foldLane(host, kept, events, { sizes: [10], forgetting: false });
    expect(counted).toMatchObject({ counts: { folded: 1, skipped: 2 } });
  });

  it('ends a chain of causes at depth 8', async () => {
    const deep = (depth: number) =>
      ({ origin: 'derived', metadata: { processor: 'other', causation_depth: depth } }) as const;
    const kept = new KeptRows();
    const host = hostOf(attendance, kept);
    const fold = (depth: number) =>
      foldLane(host, kept, placed([at(0), at(0.1), at(0.2, deep(depth))]), { sizes: [10], forgetting: false });
    expect((await fold(7)).derived.map((event) => JSON.parse(event.metadata).causation_depth)).toEqual([8]);
    expect(await fold(8)).toMatchObject({ derived: [], counts: { too_deep: 1 } });
  });

  const startOfLane = { lane: 3, offset: 0, derivesAfter: 0, madeAt: '' };
  const placeSeven = { position: encodePosition({ lane: 3, offset: 7 }) };

  it('keeps an event it failed at with the reason and goes on without it', async () => {
    const kept = new KeptRows();
    const apply: AnyAggregator['apply'] = (state, event, config) => {
      if (event.payload['poison'] === true) throw new RangeError('too bitter');
      return attendance.apply(state as AttendanceState, event, config);
    };
    const events = placed([at(0), at(1, { payload: { poison: true } }), at(2)]);
    const host = hostOf({ ...attendance, apply } as AnyAggregator, kept);
    const effects = await processed(host, { lane: 3, offset: 0, derivesAfter: 0, madeAt: '' }, events);
    expect(effects.faults).toEqual([
      { event_id: events[1]?.event_id, lane: 3, offset: 2, reason: 'RangeError: too bitter' },
    ]);
    expect(effects.states.map((row) => JSON.parse(row.state).seen)).toEqual([2, 2]);
  });

  it('stops a plugin that fails at every event', async () => {
    const apply = () => {
      throw new Error('boom');
    };
    const events = Array.from({ length: 20 }, (_, hour) => at(hour));
    const failing = outcomeOf({ ...attendance, apply } as AnyAggregator, events, { sizes: [5], forgetting: false });
    await expect(failing).rejects.toThrow(/failed at 10 of the last 10 events.*boom/);
  });

  it('names every event of the batch that a plugin was stopped in', async () => {
    const apply = () => {
      throw new Error('boom');
    };
    const events = placed(Array.from({ length: 200 }, (_, hour) => at(hour)));
    const batch = hostOf({ ...attendance, apply } as AnyAggregator, new KeptRows()).begin(startOfLane);
    const laid = events.map((event, index) => ({ offset: index + 1, event }));
    await batch.take(laid.slice(0, 9));
    const failure = await Promise.resolve(batch.take(laid.slice(9)))
      .then(() => batch.finish())
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ProcessorFault);
    expect((failure as ProcessorFault).samples.map(({ offset }) => offset)).toEqual(laid.map(({ offset }) => offset));
  });

  it('derives nothing of what lies before the place from which it announces', async () => {
    const kept = new KeptRows();
    const events = placed(Array.from({ length: 6 }, (_, hour) => at(hour / 10)));
    const effects = await processed(
      hostOf(attendance, kept),
      { lane: 3, offset: 0, derivesAfter: 4, madeAt: '' },
      events,
    );
    expect(effects.derived.map((event) => JSON.parse(event.payload).value)).toEqual([6]);
  });

  it.each([
    ['nothing of a deadline of before its time', '2026-06-01T00:00:00.000Z', 0],
    ['a deadline of its own time', '2026-03-21T10:00:00.000Z', 1],
    ['a deadline of before for whom something came since', '2026-04-01T00:00:00.000Z', 1],
  ])('announces %s', async (_what, madeAt, announced) => {
    const kept = new KeptRows();
    const host = hostOf(attendance, kept);
    const recorded_at = '2026-05-01T00:00:00.000Z';
    await foldLane(host, kept, placed([at(0, { recorded_at })]), whole);
    const fired = await host.fireDue({ lane: 3, offset: 1, derivesAfter: 1, madeAt }, '2026-07-01T00:00:00.000Z');
    expect(fired?.states.every((row) => row.fired_until !== null)).toBe(true);
    expect(fired?.derived).toHaveLength(announced);
  });

  it.each<[string, Partial<AnyAggregator>, RegExp]>([
    ['keeps a Date', { apply: () => ({ at: new Date(0) }) as never }, /plain object/],
    ['keeps NaN', { apply: () => ({ score: Number.NaN }) }, /NaN at "\/score"/],
    [
      'derives what it may not',
      { emit: () => ({ derived: [{ event_type: 'activity.work.completed', subject: '', payload: {} }] }) },
      /does not declare/,
    ],
  ])('names as its fault a plugin that %s, with the place', async (_name, broken, reason) => {
    const kept = new KeptRows();
    const plugin: AnyAggregator = { ...activityScore, ...broken } as AnyAggregator;
    const host = hostOf(plugin, kept);
    const place = { lane: 3, offset: 6, derivesAfter: 0, madeAt: '' };
    const failure = await processed(host, place, [at(0, placeSeven)]).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ProcessorFault);
    expect(failure).toMatchObject({ offset: 7, message: expect.stringMatching(reason) });
  });

  it('refuses a plugin that asks for the same deadline for ever', async () => {
    const stuck = { ...attendance, onDeadline: (state: object) => state } as AnyAggregator;
    await expect(outcomeOf(stuck, [at(0), at(80)], { sizes: [10], forgetting: false })).rejects.toThrow(
      /again after it was fired/,
    );
  });
});
