import { expect, test } from 'vitest';
import { payloadSummary } from './payload-summary.ts';

test('shows the scalar fields in their order', () => {
  expect(
    payloadSummary({ course_id: 'AAA', tags: ['x'], score: 78.5, passed: true, work: { id: 1 }, note: null }),
  ).toBe('course_id: AAA, score: 78.5, passed: true');
  expect(payloadSummary({})).toBe('');
});

test('is one line of at most 160 characters', () => {
  const summary = payloadSummary({ text: `two\n\tlines ${'x'.repeat(500)}`, more: 1 });
  expect(summary).toHaveLength(160);
  expect(summary).toMatch(/^text: two lines x+…$/);
});

test('does not cut a character in two', () => {
  for (let length = 145; length < 160; length++) {
    const summary = payloadSummary({ t: `${'x'.repeat(length)}${'😀'.repeat(20)}` });
    expect(summary.isWellFormed()).toBe(true);
    expect(summary.length).toBeLessThanOrEqual(160);
  }
});
