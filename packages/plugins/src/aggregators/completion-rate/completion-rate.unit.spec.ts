import type { RecordedEvent } from '@activity-hub/contracts/event';
import { eventTypeOf } from '@activity-hub/contracts/event-types/catalog';
import { foldGroup } from '@activity-hub/contracts/plugin/fold-group';
import { aggregatorConformance } from '@activity-hub/contracts/plugin/testing/aggregator-conformance';
import { givenAggregator } from '@activity-hub/contracts/plugin/testing/given-when-then';
import { recordedEventFixture } from '@activity-hub/contracts/plugin/testing/recorded-event-fixture';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { completionRate } from './completion-rate.ts';
import { MAX_THINGS } from './things.ts';

const eventOf = (name: string, payload: Record<string, string>, minute = 0): RecordedEvent =>
  recordedEventFixture({
    event_type: `activity.${name}`,
    timestamp: new Date(Date.parse('2026-05-04T10:00:00.000Z') + minute * 60_000).toISOString(),
    payload,
  });
const course = (name: string, id: string, minute?: number) => eventOf(`learning.${name}`, { course_id: id }, minute);

describe('completion-rate', () => {
  const history = [
    ...['a', 'b', 'c'].map((id, at) => course('course_started', id, at)),
    course('course_completed', 'a', 10),
    course('course_withdrawn', 'b', 11),
    eventOf('work.completed', { work_id: 'w' }, 12),
    eventOf('work.task_started', { task_id: 't' }, 13),
  ];
  for (const { name, run } of aggregatorConformance(completionRate, history)) test(name, run);

  test('wants only types that exist', () => {
    for (const topic of completionRate.manifest.topics) expect(eventTypeOf(topic)).toBeDefined();
  });

  test('gives the share over all and by kind', () => {
    expect(givenAggregator(completionRate).when(...history).view).toEqual({
      started: 5,
      completed: 2,
      failed: 1,
      open: 2,
      rate: 0.4,
      kinds: {
        course: { started: 3, completed: 1, failed: 1, open: 1, rate: 0.3333 },
        task: { started: 1, completed: 0, failed: 0, open: 1, rate: 0 },
        work: { started: 1, completed: 1, failed: 0, open: 0, rate: 1 },
      },
    });
  });

  test('completed wins over failed and over a start that comes after it', () => {
    const events = [
      course('course_completed', 'a', 0),
      course('course_failed', 'a', 1),
      course('course_started', 'a', 2),
    ];
    expect(givenAggregator(completionRate).when(...events).view).toMatchObject({ started: 1, completed: 1, failed: 0 });
  });

  test('leaves things without an id alone, and registrations where the configuration says so', () => {
    expect(completionRate.keyOf(eventOf('work.started', {}))).toBeUndefined();
    const config = { registration_starts: false };
    const registered = course('course_registered', 'a');
    const { view } = givenAggregator(completionRate, [], { config }).when(registered, course('course_started', 'b', 1));
    expect(view).toMatchObject({ started: 1, completed: 0, open: 1 });
  });

  test('lists a bounded number of things and keeps what is open', () => {
    const many = Array.from({ length: MAX_THINGS + 50 }, (_, at) =>
      eventOf('learning.lesson_completed', { lesson_id: `lesson-${at}` }, at),
    );
    const { state, view } = givenAggregator(completionRate, [
      eventOf('learning.lesson_started', { lesson_id: 'a-first' }),
    ]).when(...many);
    expect(state.lesson.listed).toHaveLength(MAX_THINGS);
    expect(state.lesson.listed[0]).toEqual(['a-first', 'started']);
    expect(view).toMatchObject({ started: MAX_THINGS + 51, completed: MAX_THINGS + 50, open: 1 });
  });

  test('any order and any repetition of a history ends in the same state', () => {
    const names = ['course_registered', 'course_started', 'course_completed', 'course_failed', 'completed'];
    const event = fc
      .tuple(fc.constantFrom(...names), fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 0, max: 99 }))
      .map(([name, id, minute]) => course(name, id, minute));
    const window = { kind: 'all', start: '' } as const;
    const config = completionRate.manifest.config.parse({});
    const fold = (events: readonly RecordedEvent[]) =>
      foldGroup(completionRate, config, { key: 'k', window, state: null, events, until: null });
    const orders = fc
      .array(event, { maxLength: 20 })
      .chain((events) => fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length })));
    fc.assert(
      fc.property(orders, ([events, other]) => {
        expect(fold([...other, ...other]).view).toEqual(fold(events).view);
      }),
    );
  });
});
