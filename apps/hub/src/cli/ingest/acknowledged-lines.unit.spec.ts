import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AcknowledgedLines } from './acknowledged-lines.ts';

test('is done through the last line before the first open one', () => {
  const lines = new AcknowledgedLines(10);
  expect(lines.through).toBe(10);
  lines.reading([11, 12, 15], 16);
  expect(lines.through).toBe(10);
  lines.acknowledge([12, 15]);
  expect(lines.through).toBe(10);
  lines.acknowledge([11]);
  expect(lines.through).toBe(16);
});

test('never runs past an open line, in any order of answers', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray([1, 2, 3, 5, 8, 9], { minLength: 6 }), (order) => {
      const lines = new AcknowledgedLines(0);
      lines.reading([1, 2, 3, 5, 8, 9], 9);
      const open = new Set(order);
      for (const line of order) {
        lines.acknowledge([line]);
        open.delete(line);
        expect(lines.through).toBe(open.size === 0 ? 9 : Math.min(...open) - 1);
      }
    }),
  );
});
