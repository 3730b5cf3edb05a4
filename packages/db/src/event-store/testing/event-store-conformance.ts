import { randomUUID } from 'node:crypto';
import { LANE_COUNT, laneOf } from '@activity-hub/contracts/lane';
import { decodePosition } from '@activity-hub/contracts/position';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AppendOutcome, EventStore, EventToAppend } from '../event-store.ts';
import { eventFixture } from './event-fixtures.ts';
import type { EventStoreHarness } from './event-store-harness.ts';
import { LaneWatcher } from './lane-watcher.ts';
import { placeOf } from './place-of.ts';
import { readBackConformance } from './read-back-conformance.ts';

const statusesOf = (outcomes: readonly AppendOutcome[]) => outcomes.map((outcome) => outcome.status);

/** What every event store guarantees. The harness is made once; the log is never empty again after the first test. */
export function eventStoreConformance(makeHarness: () => Promise<EventStoreHarness>): void {
  let harness: EventStoreHarness;
  let store: EventStore;

  beforeAll(async () => {
    harness = await makeHarness();
    store = harness.store;
  });

  readBackConformance(() => store);

  describe('append', () => {
    it('records what was sent, in its normal spelling', async () => {
      const sent = eventFixture({
        event_id: randomUUID().toUpperCase(),
        user_id: randomUUID().toUpperCase(),
        session_id: randomUUID(),
        causation_id: randomUUID(),
        correlation_id: 'a "quoted", {braced} \\ NULL \u001e text ё 🙂',
        timestamp: '2026-11-20T13:00:00.123456+03:00',
        payload: '{"text": "a\\u001eb, \\"c\\"", "__proto__": 1, "n": [1.5, null, {"deep": true}]}',
        metadata: '{"locale": "ru"}',
        origin: 'derived',
        time_zone: 'Europe/Moscow',
        received_at: '2026-11-20T10:00:01.000Z',
        sent_at: '2026-11-20T13:00:00.500+03:00',
        context: '{"surface": "rest"}',
      });
      const [outcome] = await store.append([sent]);
      expect(outcome).toMatchObject({ status: 'accepted', digest: expect.stringMatching(/^[0-9a-f]{64}$/) });
      const found = await store.get(sent.event_id);
      expect(found).toEqual({
        event_id: sent.event_id.toLowerCase(),
        event_type: sent.event_type,
        event_version: sent.event_version,
        timestamp: '2026-11-20T10:00:00.123456Z',
        source_system: 'lms',
        user_id: sent.user_id?.toLowerCase(),
        session_id: sent.session_id,
        causation_id: sent.causation_id,
        correlation_id: sent.correlation_id,
        payload: JSON.parse(sent.payload),
        metadata: { locale: 'ru' },
        origin: 'derived',
        time_zone: 'Europe/Moscow',
        day: '2026-11-20',
        received_at: '2026-11-20T10:00:01.000Z',
        sent_at: '2026-11-20T10:00:00.500Z',
        context: { surface: 'rest' },
        recorded_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        position: expect.any(String),
      });
      expect(outcome).toMatchObject({ recorded_at: found?.recorded_at });
      expect(decodePosition(found?.position ?? '')).toEqual(placeOf(outcome));
      expect(placeOf(outcome).lane).toBe(laneOf(sent));
    });

    it('numbers a lane without a gap, in the order given', async () => {
      const user_id = randomUUID();
      const events = Array.from({ length: 300 }, (_, at) => eventFixture(at % 3 === 0 ? {} : { user_id }));
      const heads = await store.laneHeads();
      const outcomes = await store.append(events);
      const next = heads.map((head) => head + 1);
      events.forEach((event, at) => {
        const lane = laneOf(event);
        expect(placeOf(outcomes[at])).toEqual({ lane, offset: next[lane] });
        next[lane] = (next[lane] ?? 0) + 1;
      });
      expect(await store.laneHeads()).toEqual(next.map((offset) => offset - 1));
    });

    it('takes nothing and answers nothing for no events', async () => {
      const heads = await store.laneHeads();
      expect(await store.append([])).toEqual([]);
      expect(await store.laneHeads()).toEqual(heads);
    });

    it('takes 5,000 events at once', async () => {
      const outcomes = await store.append(Array.from({ length: 5_000 }, () => eventFixture()));
      expect(new Set(statusesOf(outcomes))).toEqual(new Set(['accepted']));
    });

    it('keeps equal contents apart by their salt', async () => {
      const [one, two] = await store.append([eventFixture({ canonical: '{}' }), eventFixture({ canonical: '{}' })]);
      expect(one).toMatchObject({ status: 'accepted' });
      expect(one && 'digest' in one && one.digest).not.toBe(two && 'digest' in two && two.digest);
    });
  });

  describe('a repeat', () => {
    it('gets the first receipt and changes nothing', async () => {
      const events = [eventFixture(), eventFixture()];
      const first = await store.append(events);
      const heads = await store.laneHeads();
      const enriched = events.map((event) => ({
        ...event,
        received_at: '2026-11-22T00:00:00.000Z',
        metadata: '{"x": 1}',
      }));
      const second = await store.append([eventFixture(), ...enriched]);
      expect(second.slice(1)).toEqual(first.map((outcome) => ({ ...outcome, status: 'duplicate' })));
      expect((await store.laneHeads()).reduce((sum, head) => sum + head)).toBe(
        heads.reduce((sum, head) => sum + head) + 1,
      );
      expect((await store.get(events[0]?.event_id ?? ''))?.metadata).toEqual({});
    });

    it('inside the same call is one, too', async () => {
      const event = eventFixture();
      const other = eventFixture();
      const shouted = { ...event, event_id: event.event_id.toUpperCase() };
      const [first, , second, third] = await store.append([event, other, event, shouted]);
      expect(first?.status).toBe('accepted');
      expect(second).toEqual({ ...first, status: 'duplicate' });
      expect(third).toEqual({ ...first, status: 'duplicate' });
    });

    it('with other content is a conflict that names both digests to its own source only', async () => {
      const event = eventFixture();
      const changed = { ...event, canonical: 'other', payload: '{"changed": true}' };
      const [first, inside] = await store.append([event, changed]);
      const [later, stranger] = await store.append([changed, { ...changed, source_system: 'crm' }]);
      if (first?.status !== 'accepted') throw new Error('not accepted');
      expect(inside).toEqual({
        status: 'conflict',
        kept_digest: first.digest,
        sent_digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      });
      expect(later).toEqual(inside);
      expect(stranger).toEqual({ status: 'conflict' });
      expect((await store.get(event.event_id))?.payload).toEqual({ lesson_id: 'l1' });
    });

    it('with the content of another source is still a duplicate only where the content is the same', async () => {
      const event = eventFixture();
      await store.append([event]);
      const [same] = await store.append([{ ...event, source_system: 'crm' }]);
      expect(same?.status).toBe('duplicate');
    });

    it('a thousand times at once is stored once, with one accepted and equal receipts', async () => {
      const event = eventFixture();
      const outcomes = (await Promise.all(Array.from({ length: 1_000 }, () => store.append([event])))).flat();
      expect(outcomes.filter((outcome) => outcome.status === 'accepted')).toHaveLength(1);
      expect(outcomes.filter((outcome) => outcome.status === 'duplicate')).toHaveLength(999);
      expect(new Set(outcomes.map((outcome) => JSON.stringify({ ...outcome, status: '' }))).size).toBe(1);
      expect(await store.readUser(event.user_id ?? '', 0, 10)).toHaveLength(1);
    });

    it('at once in many lanes is stored once', async () => {
      const event = eventFixture();
      const elsewhere = Array.from({ length: 100 }, () => [eventFixture(), { ...event, user_id: randomUUID() }]);
      const outcomes = (await Promise.all(elsewhere.map((events) => store.append(events)))).map((both) => both[1]);
      expect(outcomes.filter((outcome) => outcome?.status === 'accepted')).toHaveLength(1);
      expect(outcomes.filter((outcome) => outcome?.status === 'duplicate')).toHaveLength(99);
    });
  });

  describe('a value that cannot be stored', () => {
    const guilty: Readonly<Record<string, Partial<EventToAppend>>> = {
      'NUL in a payload': { payload: '{"a": {"b": ["\\u0000"]}}' },
      'NUL in a key': { payload: '{"a\\u0000": 1}' },
      'half a surrogate pair, escaped': { payload: '{"a": "\\ud83d"}' },
      'half a surrogate pair, raw': { payload: '{"a": "\ud83d"}' },
      'half a surrogate pair in the metadata': { metadata: '{"user_agent": "\\udc00"}' },
      'NUL in a text': { correlation_id: 'a\0b' },
      'half a surrogate pair in a text': { correlation_id: 'a\ud83d' },
      'no JSON': { payload: '{' },
      'a payload of two': { payload: '{}\u001e{}' },
      'no payload': { payload: '' },
      'no instant': { timestamp: 'yesterday' },
      'a day that is none': { day: 'infinity' },
      'an id that is none': { event_id: 'e1' },
      'an id in another spelling': { event_id: randomUUID().replaceAll('-', '') },
    };

    it.each(Object.entries(guilty))('refuses %s alone', async (_, given) => {
      const bad = eventFixture(given);
      const neighbours = Array.from({ length: 7 }, () => eventFixture({ user_id: bad.user_id }));
      const outcomes = await store.append([...neighbours.slice(0, 3), bad, ...neighbours.slice(3)]);
      expect(outcomes[3]).toEqual({ status: 'refused', code: 'unstorable_event', detail: expect.any(String) });
      expect(statusesOf(outcomes.toSpliced(3, 1))).toEqual(neighbours.map(() => 'accepted'));
      const stored = await store.readUser(bad.user_id ?? '', 0, 100);
      expect(stored.map(({ event }) => event.event_id)).toEqual(neighbours.map((event) => event.event_id));
    });

    it('leaves the id free, also for a repeat in the same call', async () => {
      const good = eventFixture();
      const bad = { ...good, payload: '{"a": "\\u0000"}' };
      expect(statusesOf(await store.append([bad, good, good]))).toEqual(['refused', 'accepted', 'duplicate']);
    });
  });

  describe('reading', () => {
    it('pages through a lane in order', async () => {
      const user_id = randomUUID();
      const lane = laneOf({ user_id, event_id: '' });
      const from = (await store.laneHeads())[lane] ?? 0;
      const events = Array.from({ length: 25 }, () => eventFixture({ user_id }));
      await store.append(events);
      const read: string[] = [];
      for (let after = from; ; ) {
        const page = await store.readLane(lane, after, 10);
        if (page.length === 0) break;
        expect(page.map(({ offset }) => offset)).toEqual(page.map((_, at) => after + at + 1));
        read.push(...page.map(({ event }) => event.event_id));
        after = page.at(-1)?.offset ?? after;
      }
      expect(read).toEqual(events.map((event) => event.event_id));
    });

    it('gives a user in the order of the log, whenever it happened', async () => {
      const user_id = randomUUID();
      const days = ['2026-11-20', '2026-11-18', '2026-11-19'];
      const events = days.map((day) => eventFixture({ user_id, timestamp: `${day}T10:00:00.000Z` }));
      for (const event of events) await store.append([eventFixture(), event]);
      const all = await store.readUser(user_id, 0, 10);
      expect(all.map(({ event }) => event.day)).toEqual(days);
      expect(await store.readUser(user_id.toUpperCase(), all[0]?.offset ?? 0, 1)).toEqual([all[1]]);
    });

    it('finds nothing under unknown ids', async () => {
      expect(await store.get(randomUUID())).toBeUndefined();
      expect(await store.get('e1')).toBeUndefined();
      expect(await store.readUser(randomUUID(), 0, 10)).toEqual([]);
    });

    it('names one log by its epoch', async () => {
      expect(await store.laneHeads()).toHaveLength(LANE_COUNT);
      expect(await store.epoch()).toBe(await store.epoch());
    });
  });

  describe('a held transaction', () => {
    it('keeps its lane waiting and readers from skipping it, and no other lane', async () => {
      const held = eventFixture();
      const next = eventFixture({ user_id: held.user_id });
      const lane = laneOf(held);
      const from = (await store.laneHeads())[lane] ?? 0;
      const hold = await harness.hold([held]);
      let waited = true;
      const appended = store.append([next]).then((outcomes) => {
        waited = false;
        return outcomes;
      });
      await store.append(otherLanes(lane));
      const watcher = await LaneWatcher.start(store);
      await watcher.rounds(3);
      expect(waited).toBe(true);
      expect(await store.readLane(lane, from, 10)).toEqual([]);
      expect(await store.get(held.event_id)).toBeUndefined();
      await hold?.commit();
      expect(placeOf((await appended)[0])).toEqual({ lane, offset: from + 2 });
      const read = await store.readLane(lane, from, 10);
      expect(read.map(({ event }) => event.event_id)).toEqual([held.event_id, next.event_id]);
      await watcher.stop();
    });

    it('that rolls back leaves neither a gap nor a claim', async () => {
      const event = eventFixture();
      const lane = laneOf(event);
      const heads = await store.laneHeads();
      const hold = await harness.hold([event, ...otherLanes(lane)]);
      const waiting = store.append([event]);
      await hold?.rollBack();
      expect((await waiting)[0]).toMatchObject({
        status: 'accepted',
        position: { lane, offset: (heads[lane] ?? 0) + 1 },
      });
      expect(await store.laneHeads()).toEqual(heads.with(lane, (heads[lane] ?? 0) + 1));
    });
  });
}

/** One event for each lane but one. */
function otherLanes(lane: number): readonly EventToAppend[] {
  const found = new Map<number, EventToAppend>();
  while (found.size < LANE_COUNT - 1) {
    const event = eventFixture();
    if (laneOf(event) !== lane) found.set(laneOf(event), event);
  }
  return [...found.values()];
}
