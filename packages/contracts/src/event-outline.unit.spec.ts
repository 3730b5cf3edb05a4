import { expect, test } from 'vitest';
import { eventOfOutline, outlineOf } from './event-outline.ts';
import { recordedEventFixture } from './plugin/testing/recorded-event-fixture.ts';

test('an outline holds what an event is, and who derived it', () => {
  const event = recordedEventFixture({
    payload: { a: 1 },
    metadata: { processor: 'streak', more: 1 },
    origin: 'derived',
  });
  const outlined = eventOfOutline(outlineOf(event));
  expect(outlined).toMatchObject({ event_id: event.event_id, day: event.day, payload: {} });
  expect(outlined.metadata).toEqual({ processor: 'streak' });
  expect(Object.keys(outlined).toSorted()).toEqual(Object.keys(event).toSorted());
  expect(outlineOf(outlined)).toEqual(outlineOf(event));
});

test('what a producer says of itself derives nothing', () => {
  expect(outlineOf(recordedEventFixture({ metadata: { processor: 'streak' } })).processor).toBeNull();
});
