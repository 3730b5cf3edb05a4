import { describe, expect, it } from 'vitest';
import { Grouped } from './grouped.ts';

/** Doubles numbers; each group waits until it is let go. */
function doubling(isHeavy?: (item: number) => boolean) {
  const groups: { readonly items: readonly number[]; readonly go: () => void }[] = [];
  let news = Promise.withResolvers<void>();
  const grouped = new Grouped<number, number>({
    run: async (items) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      groups.push({ items, go: resolve });
      news.resolve();
      await promise;
      if (items.includes(0)) throw new Error(`cannot double ${items.join()}`);
      return items.map((item) => item * 2);
    },
    ...(isHeavy === undefined ? {} : { isHeavy }),
  });
  const group = async (n: number) => {
    while (groups.length <= n) {
      await news.promise;
      news = Promise.withResolvers<void>();
    }
    return groups[n] as (typeof groups)[number];
  };
  return { grouped, group };
}

describe('grouped calls', () => {
  it('become one when they come in the same turn, and each gets its own result', async () => {
    const { grouped, group } = doubling();
    const calls = [1, 2, 3].map((item) => grouped.call(item));
    const first = await group(0);
    expect(first.items).toEqual([1, 2, 3]);
    first.go();
    expect(await Promise.all(calls)).toEqual([2, 4, 6]);
  });

  it('wait for those before them, together', async () => {
    const { grouped, group } = doubling();
    const before = grouped.call(1);
    const first = await group(0);
    const later = [2, 3].map((item) => grouped.call(item));
    first.go();
    await before;
    const second = await group(1);
    expect(second.items).toEqual([2, 3]);
    second.go();
    expect(await Promise.all(later)).toEqual([4, 6]);
  });

  it('find somebody at work whenever they come', async () => {
    const { grouped, group } = doubling();
    for (let n = 0; n < 50; n++) {
      const call = grouped.call(n + 1);
      (await group(n)).go();
      // The next one comes in the very turn in which this one is told.
      expect(await call).toBe(2 * (n + 1));
    }
    await grouped.idle();
  });

  it('go alone when they are heavy, and do not wait', async () => {
    const { grouped, group } = doubling((item) => item > 100);
    const light = grouped.call(1);
    const first = await group(0);
    const heavy = grouped.call(200);
    const second = await group(1);
    expect(second.items).toEqual([200]);
    second.go();
    expect(await heavy).toBe(400);
    first.go();
    expect(await light).toBe(2);
  });

  it('are made one by one when the group fails, so that each is told what is wrong with it alone', async () => {
    const { grouped, group } = doubling();
    const calls = Promise.allSettled([1, 0, 2].map((item) => grouped.call(item)));
    for (const n of [0, 1, 2, 3]) (await group(n)).go();
    expect(await calls).toMatchObject([
      { status: 'fulfilled', value: 2 },
      { status: 'rejected', reason: { message: 'cannot double 0' } },
      { status: 'fulfilled', value: 4 },
    ]);
  });

  it('fail together when the store is away', async () => {
    let runs = 0;
    const run = async (): Promise<number[]> => {
      runs += 1;
      throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    };
    const grouped = new Grouped<number, number>({ run });
    const calls = await Promise.allSettled([1, 2, 3].map((item) => grouped.call(item)));
    expect(calls.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(runs).toBe(1);
  });
});
