import { expect, it } from 'vitest';
import { Gate } from './gate.ts';

it('lets in whoever came first, so many at once', async () => {
  const gate = new Gate(2);
  const entered: number[] = [];
  const ends = Array.from({ length: 4 }, () => Promise.withResolvers<void>());
  const tasks = ends.map(({ promise }, at) =>
    gate.run(async () => {
      entered.push(at);
      await promise;
    }),
  );
  expect(entered).toEqual([0, 1]);
  ends[1]?.resolve();
  await tasks[1];
  expect(entered).toEqual([0, 1, 2]);
  for (const { resolve } of ends) resolve();
  await Promise.all(tasks);
  expect(entered).toEqual([0, 1, 2, 3]);
});

it('goes on when a task fails', async () => {
  const gate = new Gate(1);
  await expect(gate.run(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
  expect(await gate.run(async () => 'next')).toBe('next');
});
