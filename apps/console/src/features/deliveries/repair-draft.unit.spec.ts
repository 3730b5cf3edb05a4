import { expect, test } from 'vitest';
import { emptyRepair, repairSelectionOf } from './repair-draft.ts';

const range = { ...emptyRepair, fromMs: 0, toMs: 1_000 };

test('each repair says what it takes', () => {
  expect(repairSelectionOf('recover', range)).toEqual({ kind: 'recover', since: '1970-01-01T00:00:00.000Z' });
  expect(repairSelectionOf('replay_missing', range)).toEqual({
    kind: 'replay_missing',
    from: '1970-01-01T00:00:00.000Z',
    to: '1970-01-01T00:00:01.000Z',
  });
  expect(repairSelectionOf('redrive', { ...emptyRepair, statusClass: '5xx', eventType: ' a.b ' })).toEqual({
    kind: 'redrive',
    event_type: 'a.b',
    status_class: '5xx',
  });
  expect(repairSelectionOf('redrive', emptyRepair)).toEqual({ kind: 'redrive' });
});

test('none runs without its range, or backwards', () => {
  expect(repairSelectionOf('recover', emptyRepair)).toBeUndefined();
  expect(repairSelectionOf('replay_missing', { ...range, toMs: null })).toBeUndefined();
  expect(repairSelectionOf('redrive', { ...range, fromMs: 2_000 })).toBeUndefined();
});
