import { addDays } from '@activity-hub/contracts/calendar';
import { aggregatorConformance } from '@activity-hub/contracts/plugin/testing/aggregator-conformance';
import { givenAggregator } from '@activity-hub/contracts/plugin/testing/given-when-then';
import { recordedEventFixture } from '@activity-hub/contracts/plugin/testing/recorded-event-fixture';
import { describe, expect, test } from 'vitest';
import { velocity } from './velocity.ts';

const doneOn = (day: string, name = 'learning.lesson_completed', hour = 10) =>
  recordedEventFixture({ event_type: `activity.${name}`, timestamp: `${day}T${hour}:00:00.000Z` });
const history = Array.from({ length: 40 }, (_, at) =>
  doneOn(addDays('2026-01-01', at * 5), at % 3 === 0 ? 'work.task_completed' : 'learning.lesson_completed'),
);

describe('velocity', () => {
  for (const { name, run } of aggregatorConformance(velocity, history)) test(name, run);

  test('shows what was done in a window', () => {
    const window = { kind: 'weekly', start: '2026-05-04' } as const;
    const { view } = givenAggregator(velocity, [], { window }).when(
      doneOn('2026-05-04'),
      doneOn('2026-05-04', 'work.completed'),
      doneOn('2026-05-06'),
    );
    expect(view).toEqual({ lessons: 2, tests: 0, tasks: 0, works: 1 });
  });

  test('averages over the days and weeks that end with the newest day', () => {
    const { view } = givenAggregator(velocity).when(
      doneOn('2026-04-06', 'work.task_completed'),
      doneOn('2026-04-07', 'work.task_completed'),
      doneOn('2026-04-27'),
      doneOn('2026-04-28'),
      doneOn('2026-05-04'),
      doneOn('2026-05-04', 'learning.lesson_completed', 11),
    );
    expect(view).toEqual({
      as_of: '2026-05-04',
      lessons_per_day: 0.4286,
      tests_per_day: 0,
      tasks_per_week: 0.25,
      works_per_week: 0,
    });
  });

  test('keeps the days near the newest only', () => {
    const { state } = givenAggregator(velocity, history).when(doneOn('2027-06-01'), doneOn('2026-01-01'));
    expect(Object.keys(state.days)).toEqual(['2027-06-01']);
  });
});
