import { VOIDED } from '@activity-hub/contracts/correction';
import type { RecordedEvent } from '@activity-hub/contracts/event';
import type { AnyAggregator } from '@activity-hub/contracts/plugin/aggregator';
import { recordedEventFixture } from '@activity-hub/contracts/plugin/testing/recorded-event-fixture';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RunningAggregator } from './running-aggregator.ts';
import { type AttendanceState, attendance } from './testing/attendance.ts';
import { decoded, foldLane, hostOptions, KeptRows, placed } from './testing/fold-lane.ts';
import { hostedAggregator } from './testing/hosted.ts';
import { MemoryHistory } from './testing/memory-history.ts';

const start = Date.parse('2026-03-20T10:00:00.000Z');

/** An attendance that depends on the order: it remembers who came after whom. */
const ordered = {
  ...attendance,
  manifest: { ...attendance.manifest, order: 'occurred' },
  initialState: () => ({ ...attendance.initialState(undefined), path: '' }),
  apply: (state: AttendanceState & { path: string }, event: RecordedEvent) => ({
    ...attendance.apply(state, event, undefined),
    path: `${state.path}${JSON.stringify(event.payload['name'] ?? '')}`.slice(-8),
  }),
} as unknown as AnyAggregator;

const history = fc.array(
  fc.record({ hours: fc.integer({ min: 0, max: 24 * 12 }), name: fc.constantFrom('a', 'b', 'c') }),
  { minLength: 1, maxLength: 25 },
);

function eventsOf(items: readonly { hours: number; name: string }[]): readonly RecordedEvent[] {
  return items.map(({ hours, name }, index) =>
    recordedEventFixture({
      payload: { name },
      timestamp: new Date(start + hours * 3_600_000 + index).toISOString(),
      recorded_at: new Date(start + 40 * 86_400_000 + index).toISOString(),
    }),
  );
}

function voidOf(event: RecordedEvent): RecordedEvent {
  return recordedEventFixture({
    event_type: VOIDED,
    origin: 'system',
    timestamp: new Date(start + 50 * 86_400_000).toISOString(),
    payload: { event_id: event.event_id, event_type: event.event_type, reason: 'a mistake' },
  });
}

async function run(lane: readonly RecordedEvent[], sizes: readonly number[], together = 1) {
  const kept = new KeptRows();
  const events = placed(lane);
  const log = new MemoryHistory(events);
  const host = new RunningAggregator(hostedAggregator(ordered), kept, log, hostOptions());
  const { counts } = await foldLane(host, kept, events, { sizes, together, forgetting: true }, log);
  // The clock goes on in the end, as it does for a lane at its head.
  const fired = await host.fireDue(
    { lane: 3, offset: events.length, derivesAfter: 0, madeAt: '' },
    '2026-07-01T00:00:00.000Z',
  );
  kept.keep(fired?.states ?? []);
  log.append(fired?.derived ?? []);
  return {
    counts,
    states: [...kept.rows]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, row]) => {
        const { key, window_start, state, view, deadline_at, last_event_id } = decoded(row);
        return { key, window_start, state, view, deadline_at, last_event_id };
      }),
    derived: log.counting().map(({ event_type, timestamp, payload, causation_id, day }) => {
      return { event_type, timestamp, payload, causation_id, day };
    }),
  };
}

const together = fc.integer({ min: 1, max: 4 });
const sorted = (events: readonly RecordedEvent[]) => events.toSorted((a, b) => (a.timestamp < b.timestamp ? -1 : 1));

describe('a fold that wants the order of occurrence', () => {
  it('ends in the same whatever the order in which events come', async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(history, sizes, together, async (items, cut, batch) => {
        const events = eventsOf(items);
        const late = await run(events, cut, batch);
        const inOrder = await run(sorted(events), [1_000]);
        expect({ ...late, counts: undefined }).toEqual({ ...inOrder, counts: undefined });
        expect(inOrder.counts.refolded).toBe(0);
      }),
      { numRuns: 150 },
    );
  });

  it('ends as if events that were taken back had never come', async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(
        history,
        fc.array(fc.nat(24), { maxLength: 5 }),
        sizes,
        together,
        async (items, taken, cut, batch) => {
          const events = eventsOf(items);
          const gone = new Set(taken.flatMap((at) => events[at] ?? []));
          const healed = await run([...events, ...[...gone].map(voidOf)], cut, batch);
          const never = await run(sorted(events.filter((event) => !gone.has(event))), [1_000]);
          expect({ ...healed, counts: undefined }).toEqual({ ...never, counts: undefined });
        },
      ),
      { numRuns: 150 },
    );
  });

  it('supersedes what does not follow any more, and derives it again when it follows again', async () => {
    const at = (hours: number) => eventsOf([{ hours, name: 'a' }])[0] as RecordedEvent;
    const [first, second, third] = [at(0), at(1), at(2)];
    const late = { ...at(0.5), event_id: '11111111-1111-5111-8111-111111111111' };
    const milestones = (outcome: Awaited<ReturnType<typeof run>>) =>
      outcome.derived.filter((event) => event.event_type === 'activity.milestone.reached');
    const three = milestones(await run([first, second, third], [1]));
    expect(three.map((event) => event.causation_id)).toEqual([third.event_id]);
    const moved = milestones(await run([first, second, third, late], [1]));
    expect(moved.map((event) => event.causation_id)).toEqual([second.event_id]);
    const back = milestones(await run([first, second, third, late, voidOf(late)], [1]));
    expect(back).toEqual(three);
  });

  it('leaves what it derived before another one was live in between, of which it derives nothing any more', async () => {
    const events = placed(eventsOf([0, 1, 2, 3].map((hours) => ({ hours, name: 'a' }))));
    const [, , third, fourth] = events;
    if (third === undefined || fourth === undefined) throw new Error('There are four.');
    const all = placed([...events, voidOf(fourth)]);
    const kept = new KeptRows();
    const log = new MemoryHistory(all);
    const host = new RunningAggregator(hostedAggregator(ordered), kept, log, hostOptions());
    await foldLane(host, kept, events, { sizes: [4], forgetting: true }, log);
    const batch = host.begin({ lane: 3, offset: 4, derivesAfter: 4, madeAt: '' });
    await batch.take(all.slice(4).map((event) => ({ offset: 5, event })));
    log.append((await batch.finish()).derived);
    const causes = log.counting().filter(({ event_type }) => event_type === 'activity.milestone.reached');
    expect(causes.map(({ causation_id }) => causation_id)).toEqual([third.event_id]);
  });
});
