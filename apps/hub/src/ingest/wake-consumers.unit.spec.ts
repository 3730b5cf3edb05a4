import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createWakeUp } from './wake-consumers.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('sends the first hint at once and many as one', () => {
  const notify = vi.fn(async () => undefined);
  const wakeUp = createWakeUp(notify, { pauseMs: 20, onFailure: () => undefined });
  wakeUp.wake();
  expect(notify).toHaveBeenCalledTimes(1);
  for (let i = 0; i < 100; i++) wakeUp.wake();
  expect(notify).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(20);
  expect(notify).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(1_000);
  expect(notify).toHaveBeenCalledTimes(2);
});

it('reports a lost hint and goes on', async () => {
  const lost: unknown[] = [];
  const notify = vi.fn(async () => Promise.reject(new Error('gone')));
  const wakeUp = createWakeUp(notify, { pauseMs: 20, onFailure: (failure) => lost.push(failure) });
  wakeUp.wake();
  await vi.advanceTimersByTimeAsync(20);
  wakeUp.wake();
  await vi.advanceTimersByTimeAsync(0);
  expect(notify).toHaveBeenCalledTimes(2);
  expect(lost).toHaveLength(2);
  wakeUp.close();
});
