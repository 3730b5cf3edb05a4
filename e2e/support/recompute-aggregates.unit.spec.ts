import { existsSync } from 'node:fs';
import { dayIn } from '@activity-hub/contracts/calendar';
import type { RecordedEvent } from '@activity-hub/contracts/event';
import type { AnyAggregator } from '@activity-hub/contracts/plugin/aggregator';
import { foldGroup } from '@activity-hub/contracts/plugin/fold-group';
import { recordedEventFixture } from '@activity-hub/contracts/plugin/testing/recorded-event-fixture';
import { windowsOf } from '@activity-hub/contracts/plugin/windows-of';
import { topicMatches } from '@activity-hub/contracts/topic';
import { aggregators } from '@activity-hub/plugins/catalog';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readSourceEvents, recomputeUser, type SourceEvent } from './recompute.ts';
import { recomputeAggregates } from './recompute-aggregates.ts';

const user_id = '6f1d2c9a-0b7e-5d34-9a51-3c2f8e4b7a10';
const folder = new URL('../../../shared/data/events/', import.meta.url).pathname;
/** The aggregators of one person; those that cross streams are somebody else's to recompute. */
const ofPeople = aggregators.filter(({ manifest }) => manifest.scope === 'stream');

function recorded(event: SourceEvent): RecordedEvent {
  const time_zone = event.metadata?.time_zone ?? 'UTC';
  return recordedEventFixture({
    event_id: event.event_id ?? '',
    event_type: event.event_type,
    timestamp: event.timestamp,
    user_id: event.user_id ?? null,
    time_zone,
    day: dayIn(time_zone, Date.parse(event.timestamp)),
    payload: (event.payload ?? {}) as RecordedEvent['payload'],
  });
}

/** What an aggregator shows of each window after all events of a person, folded as the hub folds them. */
function shownBy(aggregator: AnyAggregator, events: readonly RecordedEvent[]): Record<string, unknown> {
  const config = aggregator.manifest.config.parse({});
  const wants = new Map<string, boolean>();
  const groups = new Map<string, RecordedEvent[]>();
  for (const event of events) {
    const { event_type } = event;
    if (!wants.has(event_type)) {
      wants.set(
        event_type,
        aggregator.manifest.topics.some((topic) => topicMatches(topic, event_type)),
      );
    }
    if (wants.get(event_type) !== true || aggregator.keyOf(event) === undefined) continue;
    for (const { kind, start } of aggregator.manifest.windows.flatMap((one) => windowsOf(one, event))) {
      const name = `${kind} ${start}`;
      const group = groups.get(name);
      if (group === undefined) groups.set(name, [event]);
      else group.push(event);
    }
  }
  const shown = [...groups].map(([name, inside]) => {
    const [kind = '', start = ''] = name.split(' ');
    const window = { kind: kind as 'all', start };
    const answer = foldGroup(aggregator, config, { key: user_id, window, state: null, events: inside, until: null });
    expect(answer.faults).toEqual([]);
    return [name, answer.view ?? answer.state];
  });
  return Object.fromEntries(shown);
}

/** The same of the recomputation, with scores and streaks in the shape of the plugins. */
function expectedOf(events: readonly SourceEvent[], user: string): Record<string, unknown> {
  const { scores, streaks } = recomputeUser(events, user);
  const score = Object.entries(scores).flatMap(([period, points]) =>
    points.map(({ start, ...figures }) => [`${period} ${start}`, figures]),
  );
  const shown = (['daily', 'weekly'] as const).flatMap((streak_type) => {
    const found = streaks[streak_type];
    return found === undefined ? [] : [{ streak_type, ...found, spans: found.spans.slice(0, 60) }];
  });
  const aggregates = recomputeAggregates(events);
  return {
    ...aggregates,
    quality: mapped(aggregates.quality, nearly),
    'activity-score': Object.fromEntries(score),
    streak: { 'all ': { streaks: shown.map((streak) => expect.objectContaining(streak)), frozen: [] } },
  };
}

/** Sums in another order differ in the last digit, which may turn a rounded half. */
function nearly(shown: unknown): unknown {
  const { quality, change, ...rest } = shown as { quality: number; change: number };
  return { ...rest, quality: expect.closeTo(quality, 3), change: expect.closeTo(change, 3) };
}

function mapped(windows: Readonly<Record<string, unknown>>, change: (shown: unknown) => unknown) {
  return Object.fromEntries(Object.entries(windows).map(([name, shown]) => [name, change(shown)]));
}

function compare(events: readonly SourceEvent[], user: string): void {
  const sorted = events.map(recorded).sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
  const shown = Object.fromEntries(ofPeople.map((aggregator) => [aggregator.manifest.id, shownBy(aggregator, sorted)]));
  expect(shown).toEqual(expectedOf(events, user));
}

function placeOf({ timestamp, event_id }: RecordedEvent): string {
  return `${timestamp} ${event_id}`;
}

describe('all aggregates equal an independent recomputation', () => {
  test('on any history', () => {
    const names = [
      'learning.course_started',
      'learning.course_completed',
      'learning.course_failed',
      'learning.lesson_completed',
      'learning.test_passed',
      'learning.test_failed',
      'work.task_started',
      'work.task_completed',
      'work.reverted',
      'social.posted',
    ];
    const event = fc.record({
      event_id: fc.uuid(),
      event_type: fc.constantFrom(...names).map((name) => `activity.${name}`),
      timestamp: fc
        .integer({ min: 0, max: 24 * 150 })
        .map((hours) => new Date(Date.parse('2026-05-04T00:30:00Z') + hours * 3_600_000).toISOString()),
      user_id: fc.constant(user_id),
      payload: fc.record({
        course_id: fc.constantFrom('algebra', 'logic'),
        lesson_id: fc.constantFrom('one', 'two', 'three'),
        task_id: fc.constantFrom('one', 'two', 'three'),
        score: fc.integer({ min: -10, max: 120 }),
      }),
    });
    fc.assert(
      fc.property(fc.array(event, { minLength: 1, maxLength: 80 }), (events) => compare(events, user_id)),
      { numRuns: 60 },
    );
  });

  test.skipIf(!existsSync(folder)).each([
    { file: 'learners', people: 383, every: 1 },
    // Zones make the recomputation slow: a tenth of the people will do.
    { file: 'sample', people: 400, every: 10 },
  ])('on the real people of $file (needs ../shared/data)', { timeout: 180_000 }, async ({ file, people, every }) => {
    const events = await readSourceEvents(`${folder}${file}.ndjson.gz`);
    const byUser = Map.groupBy(events, (event) => event.user_id ?? '');
    expect(byUser.size).toBeGreaterThanOrEqual(people);
    for (const [at, [user, own]] of [...byUser].entries()) if (user !== '' && at % every === 0) compare(own, user);
  });
});
