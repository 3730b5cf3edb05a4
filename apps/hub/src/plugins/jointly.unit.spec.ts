import { describe, expect, it } from 'vitest';
import { jointly } from './jointly.ts';

/** Doubles numbers, and refuses a zero as it refuses all that came with it. */
function doubling() {
  const messages: (readonly number[])[] = [];
  const ask = jointly<number, readonly number[]>(
    async (items) => {
      messages.push(items);
      if (items.includes(0)) throw new Error(`nothing doubles ${items.join()}`);
      return items.map((item) => item * 2);
    },
    (answer, from, to) => answer.slice(from, to),
  );
  return { ask, messages };
}

describe('what lanes ask at the same time', () => {
  it('is one message, and each is given its part of the answer', async () => {
    const { ask, messages } = doubling();
    expect(await Promise.all([ask([1, 2]), ask([]), ask([3])])).toEqual([[2, 4], [], [6]]);
    expect(messages).toEqual([[1, 2, 3]]);
  });

  it('is asked lane by lane when the message fails, so that each is blamed for its own', async () => {
    const { ask, messages } = doubling();
    const answers = await Promise.allSettled([ask([1]), ask([0]), ask([2])]);
    expect(answers).toMatchObject([
      { value: [2] },
      { reason: expect.objectContaining({ message: 'nothing doubles 0' }) },
      { value: [4] },
    ]);
    expect(messages).toEqual([[1, 0, 2], [1], [0], [2]]);
  });

  it('is no more in one message than a lane alone would send', async () => {
    const { ask, messages } = doubling();
    const hundred = Array.from({ length: 100 }, (_, at) => at + 1);
    await Promise.all([ask(hundred), ask(hundred), ask(hundred)]);
    expect(messages.map(({ length }) => length)).toEqual([200, 100]);
  });
});
