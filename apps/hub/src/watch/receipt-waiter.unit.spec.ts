import { encodePosition } from '@activity-hub/contracts/position';
import type { Verdict } from '@activity-hub/contracts/receipt';
import type { ReaderOffset } from '@activity-hub/db/checkpoints/read-reader-offsets';
import { describe, expect, it } from 'vitest';
import { ReceiptWaiter } from './receipt-waiter.ts';

function verdict(lane: number, offset: number): Verdict {
  const receipt = { event_id: 'e', position: encodePosition({ lane, offset }), recorded_at: '', digest: '' };
  return { status: 'accepted', duplicate: false, receipt };
}

function store(rows: ReaderOffset[]) {
  const calls: (readonly string[] | undefined)[] = [];
  const waiter = new ReceiptWaiter({
    pollMs: 1,
    read: async (processors) => {
      calls.push(processors);
      return rows.filter((row) => processors === undefined || processors.includes(row.processor));
    },
  });
  return { waiter, calls, rows };
}

const at = (processor: string, lane: number, offset: number, version = '1.0.0'): ReaderOffset => ({
  processor,
  version,
  lane,
  offset,
});

describe('a demanded wait', () => {
  it('is none when nobody asked', async () => {
    expect(await store([]).waiter.demanded(undefined, '5')).toBeUndefined();
  });

  it('has a time limit of its own, up to 15 s', async () => {
    const { waiter } = store([]);
    expect(await waiter.demanded('projected', undefined)).toMatchObject({ processor: 'clickhouse', waitMs: 5_000 });
    expect(await waiter.demanded('projected', '15000')).toMatchObject({ waitMs: 15_000 });
    for (const bad of ['15001', '-1', '1.5', 'soon', ''])
      await expect(waiter.demanded('projected', bad)).rejects.toMatchObject({
        code: 'invalid_query',
        pointer: '/wait_ms',
      });
  });

  it('names a read model that exists', async () => {
    const { waiter } = store([at('streak', 0, 1)]);
    expect(await waiter.demanded('streak', undefined)).toMatchObject({ processor: 'streak' });
    await expect(waiter.demanded('scores', undefined)).rejects.toMatchObject({
      code: 'invalid_query',
      message: expect.stringContaining('Known are projected, streak.'),
    });
  });
});

describe('a wait', () => {
  const demand = { readModel: 'streak', processor: 'streak', waitMs: 5_000 };

  it('ends when every lane has been seen by the version that is shown', async () => {
    const { waiter, rows } = store([at('streak', 1, 9, '0.9.0'), at('streak', 1, 4), at('streak', 2, 7)]);
    let answered: unknown;
    const waiting = waiter.wait([verdict(1, 5), verdict(1, 6), verdict(2, 7)], demand).then((answer) => {
      answered = answer;
    });
    await expect.poll(() => waiter.waiting()).toBe(1);
    expect(answered).toBeUndefined();
    rows[1] = at('streak', 1, 6);
    await waiting;
    expect(answered).toEqual({ read_model: 'streak', seen: true, lag_events: 0 });
  });

  it('ends unseen when its time is over, and says how much was missing', async () => {
    const { waiter } = store([at('streak', 1, 2)]);
    const answer = await waiter.wait([verdict(1, 5)], { ...demand, waitMs: 5 });
    expect(answer).toEqual({ read_model: 'streak', seen: false, lag_events: 3 });
  });

  it('ends unseen when the checkpoints cannot be read', async () => {
    const waiter = new ReceiptWaiter({ pollMs: 1, read: () => Promise.reject(new Error('down')) });
    expect(await waiter.wait([verdict(1, 5)], { ...demand, waitMs: 5 })).toMatchObject({ seen: false });
  });

  it('has nothing to wait for when nothing was stored', async () => {
    const refused: Verdict = {
      status: 'refused',
      event_id: null,
      code: 'x',
      detail: '',
      pointer: '',
      refused_id: null,
    };
    expect(await store([]).waiter.wait([refused], demand)).toMatchObject({ seen: true });
  });

  it('is read for all at once, and bounded in number', async () => {
    const { waiter, rows, calls } = store([at('streak', 0, 0)]);
    const waits = Array.from({ length: 1_000 }, () => waiter.wait([verdict(0, 1)], demand));
    expect(await waiter.wait([verdict(0, 1)], demand)).toMatchObject({ seen: false });
    rows[0] = at('streak', 0, 1);
    expect((await Promise.all(waits)).every((answer) => answer.seen)).toBe(true);
    expect(calls.length).toBeLessThan(5);
    expect(waiter.waiting()).toBe(0);
  });
});
