import { failureInWords } from '@activity-hub/contracts/plugin/said-fault';
import { expect, it } from 'vitest';
import { ErrorBudget } from './error-budget.ts';

const failing = (reason: string) => () =>
  new ErrorBudget().spend(
    10,
    Array.from({ length: 10 }, (_, offset) => ({ event_id: 'e', lane: 0, offset, reason })),
  );

it('keeps all events of the batch it was stopped in, whichever stretch of it they lie in', () => {
  const faults = Array.from({ length: 255 }, (_, offset) => ({ event_id: 'e', lane: 0, offset, reason: 'It broke.' }));
  const budget = new ErrorBudget();
  budget.spend(9, faults.slice(0, 9));
  expect(() => budget.spend(246, faults, 9)).toThrow(
    expect.objectContaining({
      fault: expect.objectContaining({ values: expect.objectContaining({ faults: 255, events: 255 }) }),
      samples: faults,
    }),
  );
});

it('stops a plugin that fails too often, with the code of what it failed at last where there is one', () => {
  const counted = { faults: 10, events: 10 };
  expect(failing('It broke.')).toThrow(
    expect.objectContaining({
      fault: {
        code: 'too_many_faults',
        values: { ...counted, message: 'It broke.', last: 'It broke.', last_code: 'threw' },
      },
    }),
  );
  const last = failureInWords('Error: Use --allow-fs-write.');
  const values = { ...counted, last, last_code: 'writes_files', said: 'Error: Use --allow-fs-write.' };
  expect(failing(last)).toThrow(expect.objectContaining({ fault: { code: 'too_many_faults', values } }));
});
