import { recordedEventFixture } from '@activity-hub/contracts/plugin/testing/recorded-event-fixture';
import type { LaneEvent } from '@activity-hub/db/event-store/event-store';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LaneFeed } from './lane-feed.ts';

function storeOf(length: number, payload = {}) {
  const log = Array.from(
    { length },
    (_, index): LaneEvent => ({ offset: index + 1, event: recordedEventFixture({ payload }) }),
  );
  const reads: number[] = [];
  return {
    reads,
    async readLane(_lane: number, after: number, limit: number): Promise<readonly LaneEvent[]> {
      const events = log.slice(after, after + limit);
      reads.push(events.length);
      return events;
    },
  };
}

const offsets = (events: readonly LaneEvent[]) => events.map((item) => item.offset);

describe('LaneFeed', () => {
  it('reads a stretch once for all who stand there, also at the same time', async () => {
    const store = storeOf(500);
    const feed = new LaneFeed(store);
    const [one, other] = await Promise.all([feed.read(2, 0, 100), feed.read(2, 0, 100)]);
    expect(offsets(await feed.read(2, 40, 100))).toEqual(offsets(one).slice(40));
    expect(one).toEqual(other);
    expect(store.reads).toEqual([100]);
  });

  it('always answers the contiguous events after the offset, whatever was kept before', async () => {
    const steps = fc.array(fc.record({ after: fc.nat({ max: 59 }), limit: fc.integer({ min: 1, max: 30 }) }), {
      maxLength: 30,
    });
    await fc.assert(
      fc.asyncProperty(steps, async (reads) => {
        const feed = new LaneFeed(storeOf(60), { keptEvents: 15, keptBytes: 1_000_000 });
        for (const { after, limit } of reads) {
          const found = offsets(await feed.read(0, after, limit));
          expect(found.length).toBeGreaterThan(0);
          expect(found.length).toBeLessThanOrEqual(limit);
          expect(found).toEqual(found.map((_, index) => after + 1 + index));
        }
      }),
    );
  });

  it('reads again only what was let go of', async () => {
    const store = storeOf(500);
    const feed = new LaneFeed(store);
    await feed.read(0, 0, 100);
    feed.letGo(0, 40);
    expect(offsets(await feed.read(0, 40, 100))).toEqual(Array.from({ length: 60 }, (_, at) => 41 + at));
    expect(store.reads).toEqual([100]);
    expect(offsets(await feed.read(0, 10, 30))).toEqual(Array.from({ length: 30 }, (_, at) => 11 + at));
    expect(store.reads).toEqual([100, 30]);
  });

  it('does not let a laggard push out what the others share', async () => {
    const store = storeOf(500);
    const feed = new LaneFeed(store, { keptEvents: 100, keptBytes: 1_000_000 });
    await feed.read(0, 300, 100);
    await feed.read(0, 0, 100);
    await feed.read(0, 300, 100);
    expect(store.reads).toEqual([100, 100]);
  });

  it('lets go of the lane that was read longest ago when all together are too much', async () => {
    const store = storeOf(500);
    const feed = new LaneFeed(store, { keptEvents: 100, keptBytes: 1_000_000, allBytes: 150_000 });
    for (const lane of [0, 1, 2]) await feed.read(lane, 0, 100);
    for (const lane of [2, 1, 0]) await feed.read(lane, 0, 100);
    expect(store.reads).toEqual([100, 100, 100, 100]);
  });

  it('reads few events of a lane before it knows how large they are', async () => {
    const store = storeOf(3_000);
    const feed = new LaneFeed(store, { keptEvents: 3_000, keptBytes: 8_000_000 });
    await feed.read(0, 0, 3_000);
    await feed.read(0, 1_000, 3_000);
    expect(store.reads).toEqual([1_000, 2_000]);
  });

  it('reads large events in smaller stretches', async () => {
    const store = storeOf(500, { text: 'x'.repeat(100_000) });
    const feed = new LaneFeed(store, { keptEvents: 100, keptBytes: 1_000_000 });
    await feed.read(0, 0, 50);
    await feed.read(0, 50, 50);
    expect(store.reads).toEqual([50, 9]);
    expect(offsets(await feed.readRange(0, 10, 40))).toEqual(Array.from({ length: 30 }, (_, index) => 11 + index));
  });
});
