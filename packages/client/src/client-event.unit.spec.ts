import { expect, expectTypeOf, test } from 'vitest';
import type { ActivityClient } from './activity-client.ts';
import { type EventOf, serializeEvent } from './client-event.ts';

const now = Date.parse('2026-03-01T10:00:00.123Z');

test('what is left out is filled in once', () => {
  const { eventId, json } = serializeEvent({ event_type: 'activity.learning.started', payload: {} }, 'lms', now);
  expect(eventId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(Number.parseInt(eventId.replace('-', '').slice(0, 12), 16)).toBe(now);
  expect(JSON.parse(json.toString())).toEqual({
    event_id: eventId,
    event_type: 'activity.learning.started',
    event_version: '1.0.0',
    timestamp: '2026-03-01T10:00:00.123Z',
    source_system: 'lms',
    payload: {},
  });
});

test('what is given stays, and without any source the one of the key is left to the hub', () => {
  const given = { event_type: 'activity.a.b', payload: { a: 1 }, event_id: 'order-7', event_version: '2.1.0' };
  const event = JSON.parse(serializeEvent({ ...given, timestamp: new Date(0) }, undefined, now).json.toString());
  expect(event).toEqual({ ...given, timestamp: '1970-01-01T00:00:00.000Z' });
});

test('an event that is no JSON or too large is told to the caller at once', () => {
  const circle: Record<string, unknown> = {};
  circle['self'] = circle;
  const of = (payload: object) => () => serializeEvent({ event_type: 'activity.a.b', payload }, 'lms', now);
  expect(of(circle)).toThrow(expect.objectContaining({ code: 'invalid_event' }));
  expect(of({ at: new Date(Number.NaN), big: 1n })).toThrow(expect.objectContaining({ code: 'invalid_event' }));
  expect(of({ text: 'я'.repeat(150_000) })).toThrow(expect.objectContaining({ code: 'event_too_large' }));
});

test('with a map of events the compiler pairs type and payload', () => {
  interface Lesson {
    readonly lesson_id: string;
  }
  type Events = {
    readonly 'activity.learning.lesson_completed': Lesson;
    readonly 'activity.case.closed': { n: number };
  };
  expectTypeOf<EventOf<Events>['event_type']>().toEqualTypeOf<keyof Events>();
  expectTypeOf<{ event_type: 'activity.case.closed'; payload: Lesson }>().not.toExtend<EventOf<Events>>();
  expectTypeOf<ActivityClient<Events>['enqueue']>().parameter(0).toEqualTypeOf<EventOf<Events>>();
});
