import { describe, expect, it } from 'vitest';
import { secondsOfDuration } from './iso-duration.ts';
import { xapiAdapter } from './xapi-adapter.ts';
import { eventTypeOfVerb } from './xapi-verb.ts';

const uuid = '13b4060b-d8a4-5208-9474-495da324f82e';
const verbs = 'http://adlnet.gov/expapi/verbs/';
const types = 'http://adlnet.gov/expapi/activities/';
const statement = {
  id: '0b8f2c7e-1f6d-4b8e-9a55-4a3f0e6d7c21',
  actor: { name: 'Ann', mbox: 'mailto:Ann@example.org' },
  verb: { id: `${verbs}completed`, display: { 'en-US': 'completed' } },
  object: { objectType: 'Activity', id: 'https://lms.example/lesson-3', definition: { type: `${types}lesson` } },
  result: { score: { scaled: 0.57 }, completion: true, duration: 'PT21M0.50S' },
  context: {
    registration: uuid,
    language: 'ru-RU',
    platform: 'Moodle',
    contextActivities: { parent: [{ id: 'https://lms.example/algebra', definition: { type: `${types}course` } }] },
  },
  timestamp: '2026-06-01T10:00:00Z',
};
const adapt = xapiAdapter({ source: 'lms' });

function eventOf(given: Record<string, unknown> = {}): Readonly<Record<string, unknown>> {
  const answer = adapt({ ...statement, ...given });
  if ('fault' in answer) throw new Error(answer.fault.detail);
  return answer.event;
}

describe('a statement', () => {
  it('becomes a learning event', () => {
    expect(eventOf()).toMatchObject({
      event_id: statement.id,
      event_type: 'activity.learning.lesson_completed',
      timestamp: statement.timestamp,
      correlation_id: uuid,
      payload: {
        lesson_id: 'https://lms.example/lesson-3',
        course_id: 'https://lms.example/algebra',
        score: 57,
        max_score: 100,
        score_scaled: 0.57,
        completion: true,
        duration_seconds: 1_260.5,
      },
      metadata: { locale: 'ru-RU', xapi: { verb: `${verbs}completed`, platform: 'Moodle' } },
    });
  });

  it('says who it was without saying the name', () => {
    expect(JSON.stringify(eventOf())).not.toMatch(/ann/i);
    const same = eventOf({ actor: { objectType: 'Agent', mbox: 'mailto:ann@example.org' } });
    expect(same['user_id']).toBe(eventOf()['user_id']);
    const account = { homePage: 'https://lms.example', name: uuid.toUpperCase() };
    expect(eventOf({ actor: { account } })['user_id']).toBe(uuid);
    const foreign = eventOf({ actor: { account: { ...account, name: 'ann' } } })['user_id'];
    expect(foreign).not.toBe(
      eventOf({ actor: { account: { homePage: 'https://other.example', name: 'ann' } } })['user_id'],
    );
  });

  it('without an id is the same event when it is sent again, and another one when it says anything else', () => {
    const { id: _, ...anonymous } = statement;
    const answers = [anonymous, { ...anonymous }, { ...anonymous, timestamp: '2026-06-01T11:00:00Z' }].map(adapt);
    const [first, again, other] = answers.map((answer) => ('event' in answer ? answer.event['event_id'] : undefined));
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  it.each([
    [{ id: 'one' }, 'invalid_event', '/id'],
    [{ mood: 'good' }, 'unknown_field', '/mood'],
    [{ actor: undefined }, 'invalid_event', '/actor'],
    [{ actor: { name: 'Ann' } }, 'invalid_event', '/actor'],
    [{ actor: { objectType: 'Group', member: [] } }, 'unsupported_statement', '/actor'],
    [{ verb: {} }, 'invalid_event', '/verb/id'],
    [{ verb: { id: 'http://example.org/verbs/danced' } }, 'unknown_verb', '/verb/id'],
    [
      { verb: { id: `${verbs}voided` }, object: { objectType: 'StatementRef', id: uuid } },
      'unsupported_statement',
      '/verb/id',
    ],
    [{ object: { objectType: 'SubStatement' } }, 'unsupported_statement', '/object'],
    [{ object: {} }, 'invalid_event', '/object/id'],
  ])('is refused with %j', (given, code, pointer) => {
    const answer = adapt(JSON.parse(JSON.stringify({ ...statement, ...given })));
    expect('fault' in answer ? [answer.fault.code, answer.fault.pointer] : answer).toEqual([code, pointer]);
  });

  it('keeps points as they were given', () => {
    const result = { score: { raw: 12, min: 0, max: 15, scaled: 0.8 }, success: true };
    expect(eventOf({ result })['payload']).toMatchObject({ score: 12, max_score: 15, min_score: 0, score_scaled: 0.8 });
  });
});

describe('a verb', () => {
  it.each([
    ['registered', 'course', undefined, 'learning.course_registered'],
    ['initialized', 'course', undefined, 'learning.course_started'],
    ['launched', 'lesson', undefined, 'learning.lesson_started'],
    ['attempted', 'test', undefined, 'learning.quiz_attempted'],
    ['initialized', 'test', undefined, 'learning.test_started'],
    ['completed', 'course', undefined, 'learning.course_completed'],
    ['completed', 'test', undefined, 'learning.assessment_submitted'],
    ['completed', 'test', true, 'learning.test_passed'],
    ['completed', 'test', false, 'learning.test_failed'],
    ['passed', 'lesson', undefined, 'learning.test_passed'],
    ['passed', 'course', undefined, 'learning.course_completed'],
    ['failed', 'course', undefined, 'learning.course_failed'],
    ['experienced', 'resource', undefined, 'learning.content_viewed'],
    ['terminated', 'lesson', undefined, 'learning.content_viewed'],
    ['answered', 'question', undefined, 'learning.quiz_attempted'],
    ['scored', 'test', undefined, 'learning.assessment_submitted'],
    ['earned', 'certificate', undefined, 'learning.certificate_issued'],
  ] as const)('%s of a %s (success %s) is %s', (verb, kind, success, type) => {
    expect(eventTypeOfVerb(`${verbs}${verb}`, kind, success)).toBe(`activity.${type}`);
  });

  it('counts by its last part, whatever registry it is from', () => {
    expect(eventTypeOfVerb('https://w3id.org/xapi/adl/verbs/logged-in', 'resource', undefined)).toBe(
      'activity.system.user_logged_in',
    );
    expect(eventTypeOfVerb('http://example.org/toString', 'lesson', undefined)).toBeUndefined();
  });
});

it.each([
  ['PT1H30M', 5_400],
  ['P1DT0.5S', 86_400.5],
  ['PT', undefined],
  ['P1Y', undefined],
  ['one hour', undefined],
])('reads the duration %s as %s seconds', (text, seconds) => {
  expect(secondsOfDuration(text)).toBe(seconds);
});
