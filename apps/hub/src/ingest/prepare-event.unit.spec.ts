import { describe, expect, it } from 'vitest';
import { eventIdOf } from './normalise-event.ts';
import { prepareEvent } from './prepare-event.ts';
import { arrivalFixture } from './testing/arrival-fixture.ts';
import { sentEventFixture } from './testing/sent-event-fixture.ts';

const receivedAt = '2026-11-23T10:00:00.000Z';
const arrival = arrivalFixture({}, Date.parse(receivedAt));

function eventOf(given: Readonly<Record<string, unknown>>, inZone = arrival) {
  const prepared = prepareEvent(sentEventFixture(given), inZone);
  if ('fault' in prepared) throw new Error(`${prepared.fault.code}: ${prepared.fault.detail}`);
  return prepared.event;
}

function faultOf(value: unknown) {
  const prepared = prepareEvent(value, arrival);
  return 'fault' in prepared ? prepared.fault : undefined;
}

const nested = (depth: number): unknown => JSON.parse(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`);

describe('prepareEvent', () => {
  it('adds the prefix, lowers UUIDs, moves the time to UTC and keeps payload and metadata as canonical text', () => {
    const event = eventOf({
      event_id: 'AB07F6FE-87F6-5F58-8299-388C36AD30A4',
      event_type: 'learning.completed',
      timestamp: '2026-06-01T13:00:00+03:00',
      user_id: '13B4060B-D8A4-5208-9474-495DA324F82E',
      payload: { b: 1.0, a: 'x' },
      metadata: null,
    });
    expect(event).toMatchObject({
      event_id: 'ab07f6fe-87f6-5f58-8299-388c36ad30a4',
      event_type: 'activity.learning.completed',
      timestamp: '2026-06-01T10:00:00.000Z',
      user_id: '13b4060b-d8a4-5208-9474-495da324f82e',
      payload: '{"a":"x","b":1}',
      metadata: '{}',
      origin: 'producer',
      received_at: receivedAt,
    });
  });

  it('gives the same canonical form to the same event in another spelling', () => {
    const [one, other] = [
      { event_id: 'X-1', event_type: 'learning.completed', timestamp: '2026-06-01T10:00:00Z', payload: { a: 1, b: 2 } },
      {
        event_id: 'X-1',
        event_type: 'activity.learning.completed',
        timestamp: '2026-06-01T12:00:00+02:00',
        payload: { b: 2.0, a: 1 },
      },
    ].map((given) => eventOf(given));
    expect(other?.canonical).toBe(one?.canonical);
  });

  it('makes an id of source and id where the id is no UUID', () => {
    expect(eventIdOf('lms', 'order-17')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5/);
    expect(eventIdOf('lms', 'order-17')).toBe(eventIdOf('lms', 'order-17'));
    expect(eventIdOf('lms', 'order-17')).not.toBe(eventIdOf('crm', 'order-17'));
  });

  it('takes the day in the zone of the event, else in the zone of the hub', () => {
    const timestamp = '2026-06-01T22:30:00.000Z';
    expect(eventOf({ timestamp })).toMatchObject({ day: '2026-06-01', time_zone: 'UTC' });
    expect(eventOf({ timestamp }, { ...arrival, hubTimeZone: 'Europe/Moscow' })).toMatchObject({
      day: '2026-06-02',
      time_zone: 'Europe/Moscow',
    });
    expect(eventOf({ timestamp, metadata: { time_zone: 'america/new_york' } })).toMatchObject({
      day: '2026-06-01',
      time_zone: 'America/New_York',
    });
  });

  it.each([
    [[], 'not_an_object', ''],
    ['text', 'not_an_object', ''],
    [null, 'not_an_object', ''],
    [sentEventFixture({ event_id: undefined, payload: undefined }), 'invalid_event', '/event_id'],
    [sentEventFixture({ event_id: '' }), 'invalid_event', '/event_id'],
    [sentEventFixture({ event_id: 17 }), 'invalid_event', '/event_id'],
    [sentEventFixture({ event_type: 'Learning Completed' }), 'invalid_event', '/event_type'],
    [sentEventFixture({ event_type: 'learning.exploded' }), 'unknown_event_type', '/event_type'],
    [sentEventFixture({ event_type: 'weather.changed' }), 'unknown_event_type', '/event_type'],
    [sentEventFixture({ event_type: 'activity.streak.started' }), 'reserved_event_type', '/event_type'],
    [sentEventFixture({ event_type: 'anomaly.invented' }), 'reserved_event_type', '/event_type'],
    [sentEventFixture({ event_version: '1' }), 'invalid_event', '/event_version'],
    [sentEventFixture({ source_system: 'LMS!' }), 'invalid_event', '/source_system'],
    [sentEventFixture({ user_id: 'me' }), 'invalid_event', '/user_id'],
    [sentEventFixture({ payload: [] }), 'invalid_event', '/payload'],
    [sentEventFixture({ payload: undefined }), 'invalid_event', '/payload'],
    [sentEventFixture({ metadata: { locale: 1 } }), 'invalid_event', '/metadata/locale'],
    [sentEventFixture({ 'a/b': 1 }), 'unknown_field', '/a~1b'],
    [sentEventFixture({ payload: { course_id: 'c1' } }), 'invalid_payload', '/payload/lesson_id'],
    [sentEventFixture({ payload: { lesson_id: 'l1', score: '87' } }), 'invalid_payload', '/payload/score'],
    [
      sentEventFixture({ event_type: 'economic.earned', payload: { amount: true } }),
      'invalid_payload',
      '/payload/amount',
    ],
    [sentEventFixture({ timestamp: 1_780_000_000 }), 'invalid_event', '/timestamp'],
    [sentEventFixture({ timestamp: '2026-06-01 10:00' }), 'invalid_timestamp', '/timestamp'],
    [sentEventFixture({ timestamp: '2026-02-30T10:00:00Z' }), 'invalid_timestamp', '/timestamp'],
    [sentEventFixture({ timestamp: '1970-01-21T00:00:00Z' }), 'timestamp_too_old', '/timestamp'],
    [sentEventFixture({ timestamp: '2026-11-23T10:05:00.001Z' }), 'timestamp_in_future', '/timestamp'],
    [sentEventFixture({ metadata: { time_zone: 'Mars/Olympus' } }), 'invalid_time_zone', '/metadata/time_zone'],
    [sentEventFixture({ metadata: { time_zone: '+03:00' } }), 'invalid_time_zone', '/metadata/time_zone'],
    [sentEventFixture({ payload: { lesson_id: 'l', deep: nested(32) } }), 'too_deep', '/payload'],
    [sentEventFixture({ metadata: { deep: nested(32) } }), 'too_deep', '/metadata'],
  ])('refuses %j as %s at %s', (value, code, pointer) => {
    const sent: unknown = value === undefined ? undefined : JSON.parse(JSON.stringify(value));
    expect(faultOf(sent)).toMatchObject({ code, pointer });
  });

  it('takes a producer whose clock runs five minutes ahead', () => {
    expect(eventOf({ timestamp: '2026-11-23T10:05:00.000Z' }).day).toBe('2026-11-23');
  });
});
