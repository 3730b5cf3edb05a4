import { expect, test } from 'vitest';
import { failedFault } from './failed-fault.ts';

const failed = { type: 'failed', id: 8, reason: 'It asks for a deadline again.' } as const;
const threw = { code: 'threw', values: { message: failed.reason } };

test('what a kit finds keeps its code, with the values that its sentence names', () => {
  const values = { deadline: '2026-05-04T00:00:00.000Z', more: 'of no use' };
  expect(failedFault({ ...failed, code: 'deadline_again', values })).toEqual({
    code: 'deadline_again',
    values: { deadline: values.deadline },
  });
});

test('without a code that can be said, the words of the plugin stand', () => {
  expect(failedFault(failed)).toEqual(threw);
  expect(failedFault({ ...failed, code: 'of_a_newer_kit', values: {} })).toEqual(threw);
  expect(failedFault({ ...failed, code: 'deadline_again', values: {} })).toEqual(threw);
});
