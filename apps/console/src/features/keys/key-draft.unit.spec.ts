import { newKey } from '@activity-hub/contracts/access/api-key';
import { canonicalTopicPattern } from '@activity-hub/contracts/topic';
import { expect, test } from 'vitest';
import { arePatterns, emptyDraft, isWholeNumber, newKeyOf } from './key-draft.ts';

const now = Date.parse('2026-11-23T10:00:00Z');

test('a draft becomes what the hub takes', () => {
  const draft = {
    ...emptyDraft,
    name: ' Learning platform ',
    source: 'lms',
    eventTypes: 'activity.learning.*, work.completed',
    eventsPerDay: '1000',
  };
  const wanted = newKeyOf(draft, now);
  expect(wanted).toEqual({
    name: 'Learning platform',
    source: 'lms',
    permissions: ['write'],
    event_types: ['activity.learning.*', 'work.completed'],
    limits: { events_per_second: null, events_per_day: 1000 },
    expires_at: '2027-11-23T10:00:00.000Z',
  });
  expect(newKey.safeParse(wanted)).toMatchObject({ success: true });
});

test('a key of any source that never ends says so', () => {
  const wanted = newKeyOf({ ...emptyDraft, name: 'all', lifetime: 'endless' }, now);
  expect(wanted).toMatchObject({ source: null, expires_at: null });
  expect(wanted.event_types).toBeUndefined();
});

test.each([
  '**',
  'activity.learning.*',
  'learning.completed',
  'activity.**',
  '*.completed',
  'Upper.case',
  'a..b',
  '**.a',
  '',
])('reads the pattern %j as the hub does', (pattern) => {
  expect(arePatterns(pattern)).toBe(pattern === '' || canonicalTopicPattern(pattern) !== undefined);
});

test.each([
  ['', true],
  ['5', true],
  ['0', false],
  ['-1', false],
  ['1.5', false],
  ['many', false],
])('%j is a limit: %s', (text, valid) => {
  expect(isWholeNumber(text)).toBe(valid);
});
