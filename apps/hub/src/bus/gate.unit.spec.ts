import { expect, it } from 'vitest';
import { Gate } from './gate.ts';

/** Lets tasks of these lanes in, one at a time. @returns the order in which they ran. */
async function orderOf(gate: Gate, lanes: readonly (number | undefined)[]): Promise<readonly string[]> {
  const ran: string[] = [];
  const task = (lane: number | undefined, at: number) => async () => {
    ran.push(`${lane ?? 'none'}:${at}`);
  };
  await Promise.all(lanes.map((lane, at) => gate.run(task(lane, at), lane)));
  return ran;
}

it('lets in whoever came first', async () => {
  expect(await orderOf(new Gate(1), [undefined, undefined, undefined])).toEqual(['none:0', 'none:1', 'none:2']);
});

it('lets in next who waits for the same lane as the one before', async () => {
  expect(await orderOf(new Gate(1), [undefined, 1, 2, 3, 1, 2, 3])).toEqual([
    'none:0',
    '1:1',
    '1:4',
    '2:2',
    '2:5',
    '3:3',
    '3:6',
  ]);
});

it('goes on when a task fails', async () => {
  const gate = new Gate(1);
  await expect(gate.run(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
  expect(await gate.run(async () => 'next')).toBe('next');
});

it('lets a place rest after its task, and the caller go on', async () => {
  const gate = new Gate(1, (tookMs) => tookMs + 300);
  const begun = performance.now();
  await gate.run(async () => undefined);
  const first = performance.now() - begun;
  await gate.run(async () => undefined);
  expect(first).toBeLessThan(300);
  expect(performance.now() - begun).toBeGreaterThanOrEqual(299);
});
