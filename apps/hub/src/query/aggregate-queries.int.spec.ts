import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type {
  AggregateExplanation,
  AggregateExplanationQuery,
} from '@activity-hub/contracts/activity/aggregate-explanation';
import { VOIDED } from '@activity-hub/contracts/correction';
import type { AnyAggregator } from '@activity-hub/contracts/plugin/aggregator';
import type { Sight } from '@activity-hub/db/queries/sight';
import { activityScore } from '@activity-hub/plugins/aggregators/activity-score/activity-score';
import { streak } from '@activity-hub/plugins/aggregators/streak/streak';
import { workTrace } from '@activity-hub/plugins/aggregators/work-trace/work-trace';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ExplainProcess } from '../explain/explain-process.ts';
import { KeptMarks } from '../explain/kept-marks.ts';
import { createInstalledPlugins } from '../plugins/installed-plugins.ts';
import { countingInPython } from '../plugins/testing/counting-plugins.ts';
import { installPlugin } from '../plugins/testing/install-plugin.ts';
import type { Processing } from '../process/start-processing.ts';
import { appendAll, eventToAppend } from '../process/testing/append-fixtures.ts';
import { ProcessingHarness } from '../process/testing/processing-harness.ts';
import { createAggregateQueries } from './aggregate-queries.ts';
import type { QuerySources } from './query-sources.ts';
import type { Viewer } from './viewer.ts';

let harness: ProcessingHarness;
let processing: Processing;
let explainer: ExplainProcess;
const kept = new KeptMarks();
const user = randomUUID();
const work = `work-${randomUUID()}`;
const firstMs = Date.parse('2026-03-20T08:00:00.000Z');
const shipped = [activityScore, streak, workTrace] as unknown as readonly AnyAggregator[];

/** One every seven hours: several days in a row, the last of them long ago. */
const event = (at: number, more: Partial<Parameters<typeof eventToAppend>[0]> = {}) =>
  eventToAppend({
    user_id: user,
    event_type: at % 3 === 0 ? 'activity.work.task_completed' : 'activity.learning.lesson_completed',
    timestamp: new Date(firstMs + at * 7 * 3_600_000).toISOString(),
    payload: at % 3 === 0 ? { work_id: work } : {},
    ...more,
  });
const events = Array.from({ length: 20 }, (_, at) => event(at));

beforeAll(async () => {
  harness = await ProcessingHarness.open();
  const { folder } = await installPlugin({ id: 'counting', main: 'main.py' }, countingInPython());
  const plugins = { directory: path.dirname(folder), trusted: [], hubVersion: '0.1.0' };
  explainer = new ExplainProcess(plugins);
  const installed = createInstalledPlugins({ ...plugins, reserved: new Set(), log: () => undefined });
  processing = await harness.startWith(shipped, installed);
  await vi.waitFor(() => expect(processing.statuses()).toHaveLength(4), { timeout: 20_000 });
  await appendAll(harness.log, [
    ...events,
    event(2.5, { user_id: randomUUID(), payload: { work_id: work, note: '\u2028' } }),
  ]);
  await harness.settled(processing);
});

afterAll(async () => {
  explainer?.stop();
  await harness?.close();
});

const saw = vi.fn(async () => undefined);

function explain(query: Partial<AggregateExplanationQuery>, sight: Sight = 'everybody'): Promise<AggregateExplanation> {
  const viewer = { sight: async () => sight, saw } as unknown as Viewer;
  const sources = { sql: harness.sql, explainer, kept } as unknown as QuerySources;
  return createAggregateQueries(sources, viewer).explain({ processor: 'streak', key: user, ...query });
}

async function allPages(query: Partial<AggregateExplanationQuery>): Promise<readonly AggregateExplanation[]> {
  const pages = [await explain(query)];
  for (let cursor = pages[0]?.next_cursor; typeof cursor === 'string'; cursor = pages.at(-1)?.next_cursor)
    pages.push(await explain({ ...query, cursor }));
  return pages;
}

describe('the explanation of a value', () => {
  it.each([
    ['a shipped aggregator with a view and deadlines', { processor: 'streak' }, 20],
    ['an amount', { processor: 'activity-score', window: 'weekly', start: '2026-03-16' }, 10],
    ['an installed one, in a process of its own', { processor: 'counting' }, 20],
    ['a key that crosses streams', { processor: 'work-trace', key: work }, 8],
  ])('adds up over its pages: %s', async (_name, query, atLeast) => {
    const pages = await allPages({ ...query, limit: 7 });
    const [first] = pages;
    const last = pages.at(-1);
    expect(pages.map(({ adds_up }) => adds_up)).toEqual(pages.map(() => true));
    expect(first?.before).toMatchObject({ events: 0 });
    for (const [at, page] of pages.entries()) expect(page.before).toEqual(pages[at - 1]?.after ?? page.before);
    expect(first?.value).not.toBeNull();
    const told = pages.flatMap(({ items }) => items);
    expect(told.length).toBeGreaterThanOrEqual(atLeast);
    expect(told).toHaveLength(first?.events ?? -1);
    expect(told.map(({ timestamp }) => timestamp)).toEqual(told.map(({ timestamp }) => timestamp).sort());
    if (last?.time_passed === null) expect(last.after.value).toEqual(last.value);
  });

  it('says of each event what it changed', async () => {
    const [first] = (await explain({ processor: 'counting', limit: 2 })).items.toReversed();
    expect(first).toMatchObject({ amount: null, changes: [{ pointer: '/seen', before: 1, after: 2, cut: false }] });
    const scored = await explain({ processor: 'activity-score', window: 'daily', start: '2026-03-20' });
    for (const { weight, amount } of scored.items) expect(amount?.contribution).toBe(weight);
    expect(scored.after.amount).toBe(scored.amount);
  });

  it('says that a page does not go on where the one before ended', async () => {
    const { next_cursor } = await explain({ processor: 'counting', limit: 5 });
    await appendAll(harness.log, [event(1.5)]);
    await harness.settled(processing);
    const cursor = next_cursor ?? '';
    expect(await explain({ processor: 'counting', cursor })).toMatchObject({ adds_up: false, reason: 'pages_moved' });
  });

  it('leaves out what was taken back, and says that it was recorded meanwhile', async () => {
    const [first] = events;
    const payload = JSON.stringify({ event_id: first?.event_id, event_type: first?.event_type, reason: 'a mistake' });
    await harness.stop(processing);
    await appendAll(harness.log, [{ ...event(90, { event_type: VOIDED }), origin: 'system', payload }]);
    const query = { processor: 'work-trace', key: work };
    expect(await explain(query)).toMatchObject({
      adds_up: false,
      reason: 'recorded_meanwhile',
      not_counted: [{ event_id: first?.event_id, kind: 'voided' }],
    });
    processing = await harness.start(...shipped);
    await vi.waitFor(async () => expect(await explain(query)).toMatchObject({ adds_up: true, reason: null }), 20_000);
  });

  it('shows a person to who may see the person, and what is shared to who sees everybody', async () => {
    saw.mockClear();
    expect(await explain({}, [user])).toMatchObject({ key: user, adds_up: true });
    expect(saw).toHaveBeenCalledWith('aggregates.explain', [user]);
    await expect(explain({}, [randomUUID()])).rejects.toMatchObject({ code: 'not_in_cohort', pointer: '/user_id' });
    const shared = { processor: 'work-trace', key: work };
    await expect(explain(shared, [user])).rejects.toMatchObject({ code: 'not_in_cohort', pointer: '/key' });
    await expect(explain({ key: 'nobody' }, [user])).rejects.toMatchObject({ code: 'not_in_cohort' });
  });

  it('refuses by name what it cannot explain', async () => {
    await expect(explain({ processor: 'clickhouse' })).rejects.toMatchObject({
      code: 'not_found',
      pointer: '/processor',
    });
    await expect(explain({ window: 'daily' })).rejects.toMatchObject({ code: 'invalid_query', pointer: '/window' });
    for (const [window, start] of [
      ['all', '2026-03-20'],
      ['daily', '2026-02-31'],
      ['daily', '2026-03-20T09+03:00'],
      ['hourly', '2026-03-20'],
      ['hourly', '2026-03-20T24+03:00'],
      ['weekly', '2026-03-20'],
      ['monthly', '2026-03-20'],
    ] as const) {
      const wrong = explain({ ...(window === 'all' ? {} : { processor: 'activity-score' }), window, start });
      await expect(wrong, `${window} ${start}`).rejects.toMatchObject({ code: 'invalid_query', pointer: '/start' });
    }
    await expect(explain({ cursor: 'x' })).rejects.toMatchObject({ code: 'invalid_cursor', pointer: '/cursor' });
    await harness.sql`update plugin_revision set plugin_version = '0.9.0' where plugin_id = 'counting'`;
    await expect(explain({ processor: 'counting' })).rejects.toMatchObject({
      code: 'not_explainable',
      pointer: '/processor',
      message: expect.stringMatching(/^counting cannot explain it: It is version .* no more 0\.9\.0\.$/),
    });
    expect(await explain({ key: randomUUID() })).toMatchObject({ value: null, events: 0, items: [], adds_up: true });
  });
});
