import { randomUUID } from 'node:crypto';
import { VOIDED } from '@activity-hub/contracts/correction';
import type { RecordedEvent } from '@activity-hub/contracts/event';
import type { AnyAggregator } from '@activity-hub/contracts/plugin/aggregator';
import { activityScore } from '@activity-hub/plugins/aggregators/activity-score/activity-score';
import { streak } from '@activity-hub/plugins/aggregators/streak/streak';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Processing } from '../process/start-processing.ts';
import { appendAll, eventToAppend } from '../process/testing/append-fixtures.ts';
import { ProcessingHarness } from '../process/testing/processing-harness.ts';
import { askKey } from '../query/asked-key.ts';
import { type ExplainedKey, explainKey } from './explain-key.ts';
import type { ExplainOrder } from './explain-order.ts';
import { ExplainProcess } from './explain-process.ts';
import { KeptMarks } from './kept-marks.ts';
import type { ToldPage } from './tell-page.ts';

/** More than three stretches. */
const length = 3_300;
const user = randomUUID();
const types = ['activity.learning.lesson_completed', 'activity.work.task_completed', 'activity.profile.renamed'];
const startMs = Date.parse('2026-06-01T00:00:00.000Z');
const event = (at: number, more: Partial<RecordedEvent> = {}) =>
  eventToAppend({
    user_id: user,
    event_type: types[Math.floor(at) % types.length] ?? '',
    timestamp: new Date(startMs + Math.floor(at / 2) * 120_000).toISOString(),
    payload: { at },
    ...more,
  });
const events = Array.from({ length }, (_, at) => event(at));
const months = { processor: 'activity-score', key: user, window: { kind: 'monthly', start: '2026-06-01' } } as const;
const streaks = { processor: 'streak', key: user, window: { kind: 'all', start: '' } } as const;

const explainer = new ExplainProcess({ directory: '', trusted: [], hubVersion: '0.1.0' });
let folded = 0;
const counting = {
  ask: (order: ExplainOrder) => {
    folded += order.events.length;
    return explainer.ask(order);
  },
};
let harness: ProcessingHarness;
let processing: Processing;

beforeAll(async () => {
  harness = await ProcessingHarness.open();
  processing = await harness.start(activityScore as AnyAggregator, streak as AnyAggregator);
  await appendAll(harness.log, events);
  await harness.settled(processing);
});

afterAll(async () => {
  explainer.stop();
  await harness?.close();
});

interface Told extends ExplainedKey {
  /** How many events were folded for it. */
  readonly folded: number;
}

/** What is told with what was kept of earlier questions, which must be what is told without. */
async function explain(kept: KeptMarks, named: typeof months | typeof streaks, page: Partial<ToldPage>): Promise<Told> {
  const asked = await askKey(harness.sql, named);
  const whole: ToldPage = { order: 'newest', from: null, limit: 50, ...page };
  const ask = (known: KeptMarks) => explainKey({ sql: harness.sql, explainer: counting, kept: known }, asked, whole);
  folded = 0;
  const found = await ask(kept);
  const told = { ...found, folded };
  expect(found).toEqual(await ask(new KeptMarks()));
  expect(found.same).toBe(true);
  return told;
}

describe('a later page', () => {
  it('begins at a place on the way, wherever it lies', async () => {
    const kept = new KeptMarks();
    const first = await explain(kept, months, {});
    expect(first.total.events).toBe((length * 2) / 3);
    expect(first.folded).toBeGreaterThan(first.total.events);
    for (const at of [3_200, 2_000, 1_001, 1_000, 999, 60, 3]) {
      const from = { timestamp: events[at]?.timestamp ?? '', event_id: events[at]?.event_id ?? '' };
      const newest = await explain(kept, months, { from });
      expect(newest.folded).toBeLessThan(1_500);
      expect(newest.more).toBe(at > 100);
      const oldest = await explain(kept, months, { from, order: 'oldest' });
      expect(oldest.folded).toBeLessThan(1_500);
      // Between them lies the event itself, if it is of the score at all.
      expect([0, 3, 5]).toContain((oldest.around.before.amount ?? 0) - (newest.items.at(-1)?.amount?.after ?? 0));
    }
  });

  it('is told of a fold in order, and of one that reads what events say', async () => {
    const kept = new KeptMarks();
    const { items } = await explain(kept, streaks, { order: 'oldest' });
    const next = await explain(kept, streaks, { order: 'oldest', from: items.at(-1) ?? null });
    expect(next.folded).toBeLessThan(1_500);
    expect(next.around.before.events).toBe(50);
  });
});

describe('what is recorded between two pages', () => {
  const kept = new KeptMarks();

  it('is folded behind what was folded before', async () => {
    const before = await explain(kept, months, {});
    await appendAll(harness.log, [event(length)]);
    await harness.settled(processing);
    const after = await explain(kept, months, {});
    expect(after.total.events).toBe(before.total.events + 1);
    expect(after.folded).toBeLessThan(2_500);
    expect(after.items.slice(0, -1)).toEqual(before.items.slice(1));
  });

  it('is found in its place when it came late', async () => {
    const late = event(1_500.5, { event_type: types[0] });
    await appendAll(harness.log, [late]);
    await harness.settled(processing);
    const page = await explain(kept, months, { order: 'oldest', from: { ...late, event_id: '' } });
    expect(page.items.map(({ event_id }) => event_id)).toContain(late.event_id);
  });

  it('takes back what was told before', async () => {
    const { items } = await explain(kept, months, { order: 'oldest' });
    const [first] = items;
    const payload = JSON.stringify({ event_id: first?.event_id, event_type: first?.event_type, reason: 'a mistake' });
    await appendAll(harness.log, [{ ...event(0, { event_type: VOIDED }), origin: 'system', payload }]);
    await harness.settled(processing);
    const healed = await explain(kept, months, { order: 'oldest' });
    expect(healed.items[0]?.event_id).toBe(items[1]?.event_id);
    expect(healed.taken_back).toMatchObject([{ kind: 'voided', event: { event_id: first?.event_id } }]);
  });
});
