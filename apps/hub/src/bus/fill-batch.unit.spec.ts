import { recordedEventFixture } from '@activity-hub/contracts/plugin/testing/recorded-event-fixture';
import type { LaneEvent } from '@activity-hub/db/event-store/event-store';
import { describe, expect, it } from 'vitest';
import { type BatchSource, fillBatch } from './fill-batch.ts';
import { type LaneBatch, noEffects } from './lane-processor.ts';

const lane = 3;
const head = 20;
const span = { lane, offset: 0, limit: 100 };
const running = new AbortController().signal;

function stretch(after: number, length: number): readonly LaneEvent[] {
  return Array.from({ length }, (_, at) => ({ offset: after + 1 + at, event: recordedEventFixture() }));
}

function source(read: BatchSource['feed']['read'] = async (_lane, after, limit) => stretch(after, limit)): BatchSource {
  return { feed: { read }, heads: { of: () => head }, batchEvents: 6 };
}

/** Notes what it is given, and takes it until it holds so many events. */
function noting(given: number[], { fullAt = Number.POSITIVE_INFINITY, refusesAfter = Number.POSITIVE_INFINITY } = {}) {
  let held = 0;
  const batch: LaneBatch = {
    async take(events) {
      if (held >= refusesAfter) return false;
      given.push(events.length);
      held += events.length;
      return true;
    },
    get full() {
      return held >= fullAt;
    },
    finish: async () => noEffects,
  };
  return batch;
}

describe('a batch', () => {
  it('is filled stretch by stretch up to the head', async () => {
    const given: number[] = [];
    expect(await fillBatch(source(), noting(given), span, running)).toMatchObject({ to: head });
    expect(given).toEqual([6, 6, 6, 2]);
  });

  it.each([
    ['its limit', { ...span, limit: 10 }, {}, [6, 4]],
    ['its first stretch, where it takes no more', { ...span, once: true }, {}, [6]],
    ['what it can hold', span, { fullAt: 7 }, [6, 6]],
    ['what must be finished first', span, { refusesAfter: 6 }, [6]],
  ])('ends at %s', async (_what, wanted, holds, stretches) => {
    const given: number[] = [];
    const { to } = await fillBatch(source(), noting(given, holds), wanted, running);
    expect(given).toEqual(stretches);
    expect(to).toBe(stretches.reduce((sum, length) => sum + length, 0));
  });

  it('ends where it is when the hub stops', async () => {
    const given: number[] = [];
    expect(await fillBatch(source(), noting(given), span, AbortSignal.abort())).toMatchObject({ to: 6 });
  });

  it.each<[string, BatchSource['feed']['read']]>([
    ['is read twice', async (_lane, after, limit) => [...stretch(after, 2), ...stretch(after + 1, limit - 2)]],
    ['is left out', async (_lane, after, limit) => stretch(after, limit).toSpliced(2, 1)],
    ['is missing', async () => []],
  ])('takes nothing of a stretch of which something %s', async (_what, read) => {
    const given: number[] = [];
    await expect(fillBatch(source(read), noting(given), span, running)).rejects.toThrow(/^Lane 3 answers/);
    expect(given).toEqual([]);
  });
});
