import { expect, test } from 'vitest';
import { ahead } from './ahead.ts';

async function* counted(made: number[], failsAt = Number.NaN): AsyncGenerator<number, void> {
  for (let at = 1; at <= 3; at++) {
    if (at === failsAt) throw new RangeError('No more.');
    made.push(at);
    yield at;
  }
}

test('asks for the next item before the one before is done', async () => {
  const made: number[] = [];
  const seen: (readonly number[])[] = [];
  for await (const item of ahead(counted(made))) {
    await Promise.resolve();
    seen.push([item, made.length]);
  }
  expect(seen).toEqual([
    [1, 2],
    [2, 3],
    [3, 3],
  ]);
});

test('fails in its turn, and ends with who asks', async () => {
  const seen: number[] = [];
  const failing = async (): Promise<void> => {
    for await (const item of ahead(counted([], 2))) seen.push(item);
  };
  await expect(failing()).rejects.toThrow('No more.');
  expect(seen).toEqual([1]);
  const made: number[] = [];
  for await (const item of ahead(counted(made))) if (item === 1) break;
  expect(made).toEqual([1, 2]);
});
