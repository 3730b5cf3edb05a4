import type { RecordedEvent } from '@activity-hub/contracts/event';
import { compareOccurred } from '@activity-hub/contracts/occurred-order';
import type { AnyAggregator } from '@activity-hub/contracts/plugin/aggregator';
import { foldGroup } from '@activity-hub/contracts/plugin/fold-group';
import { FIXTURE_USER_ID, recordedEventFixture } from '@activity-hub/contracts/plugin/testing/recorded-event-fixture';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attendance } from '../process/testing/attendance.ts';
import { type ExplainedStretch, type ExplainOrder, type FoldPoint, nothingFolded } from './explain-order.ts';
import { explainStretch } from './explain-stretch.ts';
import { shippedAsExplained } from './explained-plugin.ts';

const plain = attendance as unknown as AnyAggregator;
const counted = { ...plain, amountOf: ({ seen }: { readonly seen: number }) => seen / 10, weightOf: () => 0.1 };
const window = { kind: 'all', start: '' } as const;
const until = '2026-05-20T00:00:00.000Z';

const history = fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 1, maxLength: 30 }).map((hours) =>
  hours
    .map((hour, at) =>
      recordedEventFixture({
        timestamp: new Date(Date.parse('2026-05-04T10:00:00.000Z') + hour * 3_600_000).toISOString(),
        payload: { at },
      }),
    )
    .toSorted(compareOccurred),
);

function orderOf(events: readonly RecordedEvent[], from: FoldPoint, more: Partial<ExplainOrder>): ExplainOrder {
  const told = { after: null, before: null, left: 100 };
  const named = { plugin_id: 'attendance', version: '1.0.0', config: {}, key: FIXTURE_USER_ID, window, lane: 0 };
  return { ...named, from, events, told, until: null, taken_back: [], ...more };
}

async function inStretches(
  aggregator: AnyAggregator,
  events: readonly RecordedEvent[],
  size: number,
): Promise<readonly ExplainedStretch[]> {
  const plugin = shippedAsExplained(aggregator, {});
  const answers: ExplainedStretch[] = [];
  for (let at = 0; at < events.length; at += size) {
    const from = answers.at(-1)?.to ?? nothingFolded;
    answers.push(await explainStretch(plugin, orderOf(events.slice(at, at + size), from, {})));
  }
  const last = orderOf([], answers.at(-1)?.to ?? nothingFolded, { until, taken_back: events.slice(0, 1) });
  return [...answers, await explainStretch(plugin, last)];
}

describe('a history explained in stretches', () => {
  test('ends where the fold of the host ends, whatever the stretches', () =>
    fc.assert(
      fc.asyncProperty(history, fc.integer({ min: 1, max: 31 }), async (events, size) => {
        const folded = foldGroup(plain, {}, { key: FIXTURE_USER_ID, window, state: null, events, until });
        const answers = await inStretches(plain, events, size);
        expect(answers.at(-1)?.to).toEqual({ state: folded.state, view: folded.view, events: events.length });
        expect(answers.at(-1)?.taken_back).toEqual([events[0]?.event_id]);
      }),
    ));

  test('tells the same of each event, whatever the stretches', () =>
    fc.assert(
      fc.asyncProperty(history, fc.integer({ min: 1, max: 31 }), async (events, size) => {
        for (const aggregator of [plain, counted]) {
          const told = async (length: number) =>
            (await inStretches(aggregator, events, length)).flatMap((one) => one.items);
          expect(await told(size)).toEqual(await told(events.length));
        }
      }),
    ));

  test('adds up to the amount', async () => {
    const events = [1, 2, 3].map((at) => recordedEventFixture({ payload: { at } })).toSorted(compareOccurred);
    const [answer] = await inStretches(counted, events, 3);
    expect(answer?.items.map(({ amount }) => amount?.contribution)).toEqual([0.1, 0.1, 0.1]);
    expect(answer?.total.amount).toBe(0.3);
    expect(answer?.types).toMatchObject([{ events: 3, weight: 0.1, contribution: 0.3 }]);
  });

  test('tells only the part that was asked for, and what it began and ended with', async () => {
    const events = [1, 2, 3, 4].map((at) => recordedEventFixture({ payload: { at } })).toSorted(compareOccurred);
    const [first, second] = events;
    const told = { after: first ?? null, before: null, left: 2 };
    const order = orderOf(events, nothingFolded, { told });
    const answer = await explainStretch(shippedAsExplained(plain, {}), order);
    expect(answer.items.map(({ event_id }) => event_id)).toEqual([second?.event_id, events[2]?.event_id]);
    expect(answer.around).toMatchObject({ before: { events: 1 }, after: { events: 3 } });
    expect(answer.to.events).toBe(4);
  });

  test('tells what time alone changed', async () => {
    const answers = await inStretches(plain, [recordedEventFixture()], 1);
    expect(answers.at(-1)?.time_passed).toMatchObject({
      until,
      changes: [{ pointer: '/latest' }, { pointer: '/missed' }],
    });
  });

  test('names an event at which the aggregator fails, and counts it for nothing', async () => {
    const failing = {
      ...plain,
      apply: () => {
        throw new TypeError('No.');
      },
    };
    const [answer] = await inStretches(failing, [recordedEventFixture()], 1);
    expect(answer?.items).toMatchObject([{ fault: 'TypeError: No.', changes: [] }]);
  });
});
