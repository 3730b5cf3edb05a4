import { describe, expect, it } from 'vitest';
import { segmentAdapter } from './segment-adapter.ts';
import { eventTypeOfTrack } from './segment-event-type.ts';

const uuid = '13b4060b-d8a4-5208-9474-495da324f82e';
const message = {
  type: 'track',
  event: 'Lesson Completed',
  messageId: `node-next-1-${uuid}`,
  userId: 'ann',
  anonymousId: 'browser-1',
  timestamp: '2026-06-01T10:00:00.000Z',
  properties: { lesson_id: 'l1' },
  context: { ip: '10.0.0.1', userAgent: 'curl', locale: 'ru-RU', timezone: 'Europe/Moscow', library: { name: 'x' } },
  integrations: { All: true },
};
const adapt = segmentAdapter({ source: 'lms' });

function eventOf(given: Record<string, unknown> = {}): Readonly<Record<string, unknown>> {
  const answer = adapt({ ...message, ...given });
  if ('fault' in answer) throw new Error(answer.fault.detail);
  return answer.event;
}

describe('a message', () => {
  it('becomes an event', () => {
    expect(eventOf()).toMatchObject({
      event_id: message.messageId,
      event_type: 'activity.learning.lesson_completed',
      timestamp: message.timestamp,
      payload: { lesson_id: 'l1' },
      metadata: {
        ip_address: '10.0.0.1',
        user_agent: 'curl',
        locale: 'ru-RU',
        time_zone: 'Europe/Moscow',
        context: { library: { name: 'x' } },
      },
    });
  });

  it('names persons within its source, and UUIDs everywhere', () => {
    const other = segmentAdapter({ source: 'crm' })(message);
    expect(eventOf()['user_id']).not.toBe('event' in other ? other.event['user_id'] : '');
    expect(eventOf({ userId: uuid, anonymousId: uuid })).toMatchObject({ user_id: uuid, session_id: uuid });
    expect(eventOf({ userId: null })).not.toHaveProperty('user_id');
    expect(eventOf({ userId: 42 })['user_id']).toBe(eventOf({ userId: '42' })['user_id']);
  });

  it('of a page is a view of it', () => {
    const page = eventOf({
      type: 'page',
      event: undefined,
      name: 'Lesson',
      properties: { url: 'https://a.example/1' },
    });
    expect(page).toMatchObject({
      event_type: 'activity.learning.content_viewed',
      payload: { resource_id: 'https://a.example/1', resource_type: 'page', name: 'Lesson' },
    });
  });

  it('about a person has a type that the policy of the source decides about', () => {
    expect(eventOf({ type: 'identify', traits: { plan: 'full' } })).toMatchObject({
      event_type: 'activity.system.user_identified',
      payload: { plan: 'full' },
    });
  });

  it.each([
    [{ type: 'dance' }, '/type'],
    [{ event: '' }, '/event'],
    [{ event: '***' }, '/event'],
  ])('is refused with %j', (given, pointer) => {
    const answer = adapt({ ...message, ...given });
    expect('fault' in answer ? answer.fault : answer).toMatchObject({ code: 'invalid_event', pointer });
  });
});

it.each([
  ['Lesson Completed', 'lms', 'learning.lesson_completed'],
  ['lessonCompleted', 'lms', 'learning.lesson_completed'],
  ['Lesson Finished', 'lms', 'learning.lesson_completed'],
  ['Order Completed', 'billing', 'economic.payment_received'],
  ['Payment Received', null, 'economic.payment_received'],
  ['Started', 'lms', 'learning.started'],
  ['Started', 'cases', 'work.started'],
  ['activity.work.started', 'lms', 'work.started'],
  ['work.started', null, 'work.started'],
  ['Something New', 'club', 'social.something_new'],
  ['constructor', 'lms', 'learning.constructor'],
])('the track %j of %s is %s', (name, source, type) => {
  expect(eventTypeOfTrack(name, source)).toBe(`activity.${type}`);
});
