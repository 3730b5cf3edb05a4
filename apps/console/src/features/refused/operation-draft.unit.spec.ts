import { expect, test } from 'vitest';
import { draftFaults, newDraft, type OperationDraft, operationOf } from './operation-draft.ts';

const draft = (change: Partial<OperationDraft>): OperationDraft => ({ ...newDraft(1, '/a'), ...change });

test.each<[Partial<OperationDraft>, object]>([
  [{ value: '2026-11-01T00:00:00Z' }, { op: 'set', pointer: '/a', value: '2026-11-01T00:00:00Z' }],
  [{ value: '"7"' }, { op: 'set', pointer: '/a', value: '7' }],
  [{ value: '7' }, { op: 'set', pointer: '/a', value: 7 }],
  [{ op: 'remove' }, { op: 'remove', pointer: '/a' }],
  [
    { op: 'move', from: '/b' },
    { op: 'move', from: '/b', pointer: '/a' },
  ],
  [
    { op: 'merge', value: '{"a":null}' },
    { op: 'merge', value: { a: null } },
  ],
])('%j becomes %j', (change, operation) => {
  expect(draftFaults(draft(change))).toEqual([]);
  expect(operationOf(draft(change))).toEqual(operation);
});

test.each<[Partial<OperationDraft>, readonly string[]]>([
  [{ pointer: '' }, ['pointer']],
  [{ pointer: 'a' }, ['pointer']],
  [{ pointer: '/a~2' }, ['pointer']],
  [{ op: 'move', from: 'b' }, ['from']],
  [{ op: 'merge', value: '[1]' }, ['value']],
  [{ op: 'merge', value: 'text' }, ['value']],
])('%j is wrong in %j', (change, fields) => expect(draftFaults(draft(change))).toEqual(fields));
