import { laneOf } from '@activity-hub/contracts/lane';
import type { AppendOutcome, EventToAppend } from '@activity-hub/db/event-store/event-store';
import { describe, expect, it, vi } from 'vitest';
import { createGroupCommitter } from './group-committer.ts';
import { prepareEvent } from './prepare-event.ts';
import { arrivalFixture } from './testing/arrival-fixture.ts';
import { sentEventFixture } from './testing/sent-event-fixture.ts';

const arrival = arrivalFixture({}, Date.now());

function events(count: number, given: Readonly<Record<string, unknown>> = {}): EventToAppend[] {
  return Array.from({ length: count }, () => {
    const prepared = prepareEvent(sentEventFixture({ user_id: null, ...given }), arrival);
    if ('fault' in prepared) throw new Error(prepared.fault.detail);
    return prepared.event;
  });
}

const accepted = (event: EventToAppend, offset: number): AppendOutcome => ({
  status: 'accepted',
  position: { lane: laneOf(event), offset },
  recorded_at: arrival.receivedAt,
  digest: event.event_id,
});

/** An event log whose appends end only when the test lets them. */
function heldStore() {
  const appends: { readonly events: readonly EventToAppend[]; finish(): void; fail(): void }[] = [];
  return {
    appends,
    append: (given: readonly EventToAppend[]) =>
      new Promise<readonly AppendOutcome[]>((resolve, reject) => {
        appends.push({
          events: given,
          finish: () => resolve(given.map(accepted)),
          fail: () => reject(new Error('connection lost')),
        });
      }),
  };
}

const silent = { committed: () => undefined, failed: () => undefined };
const half = (event: EventToAppend): number => laneOf(event) % 2;

describe('the group committer', () => {
  it('gives every event its own outcome, in the order given', async () => {
    const committer = createGroupCommitter({ append: async (given) => given.map(accepted) }, silent);
    const sent = events(200);
    const outcomes = await committer.submit(sent);
    expect(outcomes.map((outcome) => 'digest' in outcome && outcome.digest)).toEqual(
      sent.map((event) => event.event_id),
    );
    expect(committer.waiting()).toBe(0);
  });

  it('has one append per half of the lanes under way and groups what arrives meanwhile', async () => {
    const store = heldStore();
    const committer = createGroupCommitter(store, silent);
    const sent = [events(50), events(50), events(50)];
    const answers = sent.map((part) => committer.submit(part));
    expect(store.appends).toHaveLength(2);
    for (const append of store.appends) expect(new Set(append.events.map(half)).size).toBe(1);
    expect(committer.waiting()).toBe(150);
    for (const append of store.appends.slice(0, 2)) append.finish();
    await answers[0];
    expect(store.appends).toHaveLength(4);
    expect(store.appends.slice(2).reduce((sum, append) => sum + append.events.length, 0)).toBe(100);
    for (const append of store.appends.slice(2)) append.finish();
    await Promise.all(answers);
  });

  it('keeps the order of one user across requests', async () => {
    const store = heldStore();
    const committer = createGroupCommitter(store, silent);
    const user_id = '13b4060b-d8a4-5208-9474-495da324f82e';
    const sent = Array.from({ length: 20 }, () => events(3, { user_id }));
    const answers = sent.map((part) => committer.submit(part));
    const seen: string[] = [];
    for (let done = 0; done < store.appends.length; done++) {
      seen.push(...(store.appends[done]?.events.map((event) => event.event_id) ?? []));
      store.appends[done]?.finish();
      await new Promise((resolve) => setImmediate(resolve));
    }
    await Promise.all(answers);
    expect(seen).toEqual(sent.flat().map((event) => event.event_id));
  });

  it('answers store_unavailable to the requests of the failed group only', async () => {
    const store = heldStore();
    const committer = createGroupCommitter(store, silent);
    const user_id = '13b4060b-d8a4-5208-9474-495da324f82e';
    const first = committer.submit(events(1, { user_id }));
    const second = committer.submit(events(1, { user_id }));
    store.appends[0]?.fail();
    await expect(first).rejects.toMatchObject({ code: 'store_unavailable' });
    store.appends[1]?.finish();
    expect(await second).toHaveLength(1);
  });

  it('answers a producer in time even when the event log does not, and remembers that the events wait', async () => {
    const store = heldStore();
    const committer = createGroupCommitter(store, silent, { answerWithinMs: 5 });
    await expect(committer.submit(events(1))).rejects.toMatchObject({ code: 'store_unavailable' });
    expect(committer.waiting()).toBe(1);
    store.appends[0]?.finish();
    await expect.poll(() => committer.waiting()).toBe(0);
  });

  it('refuses what exceeds its queue', async () => {
    const store = heldStore();
    const committer = createGroupCommitter(store, silent);
    const many = events(1_000);
    const answers = Array.from({ length: 20 }, () => committer.submit(many));
    expect(() => committer.admit()).toThrowError(expect.objectContaining({ code: 'overloaded' }));
    for (let done = 0; done < store.appends.length; done++) {
      store.appends[done]?.finish();
      await new Promise((resolve) => setImmediate(resolve));
    }
    await Promise.all(answers);
    expect(() => committer.admit()).not.toThrow();
  });

  it('has a shorter queue for a slow database, and says how long it will take', async () => {
    const store = heldStore();
    const committer = createGroupCommitter(store, silent);
    const now = vi.spyOn(performance, 'now').mockReturnValue(0);
    try {
      const first = committer.submit(events(500));
      // 500 events in a second by each of two committers at most: 1,000/s.
      now.mockReturnValue(1_000);
      for (const append of store.appends) append.finish();
      await first;
    } finally {
      now.mockRestore();
    }
    const many = events(1_000);
    const answers = Array.from({ length: 4 }, () => committer.submit(many));
    expect(committer.waiting()).toBe(4_000);
    expect(() => committer.admit()).toThrowError(
      expect.objectContaining({ code: 'overloaded', retryAfterSeconds: expect.toSatisfy((seconds) => seconds >= 4) }),
    );
    for (let done = 2; done < store.appends.length; done++) {
      store.appends[done]?.finish();
      await new Promise((resolve) => setImmediate(resolve));
    }
    await Promise.all(answers);
  });

  it('refuses what exceeds its bytes, however few the events', async () => {
    const store = heldStore();
    const committer = createGroupCommitter(store, silent);
    const [large] = events(1, { metadata: { user_agent: '-', text: 'x'.repeat(200_000) } });
    if (large === undefined) throw new Error('No event was made.');
    const answer = committer.submit(Array.from({ length: 170 }, () => large));
    expect(committer.waitingBytes()).toBeGreaterThan(64 * 1024 * 1024);
    expect(() => committer.admit()).toThrowError(expect.objectContaining({ code: 'overloaded' }));
    for (const append of store.appends) append.finish();
    await answer;
    expect(committer.waitingBytes()).toBe(0);
    expect(() => committer.admit()).not.toThrow();
  });

  it('answers what it took before it closes, and takes nothing more', async () => {
    const store = heldStore();
    const committer = createGroupCommitter(store, silent);
    const answer = committer.submit(events(1));
    const closed = committer.close();
    expect(() => committer.admit()).toThrowError(expect.objectContaining({ code: 'shutting_down' }));
    store.appends[0]?.finish();
    await closed;
    expect(await answer).toHaveLength(1);
  });
});
