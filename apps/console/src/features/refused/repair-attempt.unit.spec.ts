import { expect, test } from 'vitest';
import { attemptOf, firstText } from './repair-attempt.ts';

const refused_id = '3ab871b9-b242-4799-89db-759b9da33447';
const sent = {
  refused_id,
  raw: '{"n":1.0}',
  raw_encoding: 'utf8' as const,
  raw_truncated: false,
  repaired: null,
};

test('what was not changed is sent again byte for byte', () => {
  expect(firstText(sent)).toBe('{\n  "n": 1.0\n}');
  expect(attemptOf(sent, firstText(sent), false)).toEqual({ refused_id });
  expect(attemptOf(sent, sent.raw, true)).toEqual({ refused_id, as_admin: true });
});

test('what was changed, repaired before or kept only in part is sent as a text', () => {
  expect(attemptOf(sent, '{}', false)).toEqual({ refused_id, text: '{}' });
  expect(firstText({ ...sent, repaired: '{"n":2}' })).toBe('{\n  "n": 2\n}');
  expect(attemptOf({ ...sent, raw: '{"n', raw_truncated: true }, '{"n', false)).toEqual({ refused_id, text: '{"n' });
  expect(firstText({ ...sent, raw: '/w==', raw_encoding: 'base64' })).toBe('');
});
