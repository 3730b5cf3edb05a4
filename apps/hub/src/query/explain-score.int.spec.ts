import { randomUUID } from 'node:crypto';
import { VOIDED } from '@activity-hub/contracts/correction';
import type { AnyAggregator } from '@activity-hub/contracts/plugin/aggregator';
import { promoteRevision } from '@activity-hub/db/plugins/promote-revision';
import { activityScore } from '@activity-hub/plugins/aggregators/activity-score/activity-score';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ExplainProcess } from '../explain/explain-process.ts';
import { KeptMarks } from '../explain/kept-marks.ts';
import type { Processing } from '../process/start-processing.ts';
import { appendAll, eventToAppend } from '../process/testing/append-fixtures.ts';
import { ProcessingHarness } from '../process/testing/processing-harness.ts';
import { explainScore } from './explain-score.ts';

let harness: ProcessingHarness;
let processing: Processing;
const explainer = new ExplainProcess({ directory: '', trusted: [], hubVersion: '0.1.0' });
const kept = new KeptMarks();
const user = randomUUID();
const day = '2026-11-20';
const types = ['activity.learning.lesson_completed', 'activity.work.completed', 'activity.system.user_logged_in'];

const event = (minute: number, type = types[minute % types.length] ?? '') =>
  eventToAppend({
    user_id: user,
    event_type: type,
    timestamp: new Date(Date.parse(`${day}T08:00:00.000Z`) + minute * 60_000).toISOString(),
  });
const events = Array.from({ length: 130 }, (_, minute) => event(minute));

beforeAll(async () => {
  harness = await ProcessingHarness.open();
  processing = await harness.start(activityScore as AnyAggregator);
  await appendAll(harness.log, events);
  await harness.settled(processing);
});

afterAll(async () => {
  explainer.stop();
  await harness.close();
});

const explain = (more: Partial<Parameters<typeof explainScore>[1]> = {}) =>
  explainScore({ sql: harness.sql, explainer, kept }, { user_id: user, period: 'daily', start: day, ...more });

describe('the explanation of a score', () => {
  it.each([
    ['daily', day],
    ['weekly', '2026-11-16'],
    ['monthly', '2026-11-01'],
    ['hourly', '2026-11-20T08+00:00'],
  ] as const)('adds up over %s windows', async (period, start) => {
    const found = await explain({ period, start });
    expect(found).toMatchObject({ adds_up: true, explained: found.score });
    expect(found.score).toBeGreaterThan(0);
  });

  it('is that of the newest window where none is named, for one page, and of nothing for a person without events', async () => {
    const named = await explain();
    const newest = await explain({ start: undefined });
    expect(newest).toEqual({ ...named, freshness: newest.freshness });
    const cursor = named.next_cursor ?? 'any';
    await expect(explain({ start: undefined, cursor })).rejects.toMatchObject({ pointer: '/start' });
    for (const period of ['hourly', 'daily', 'weekly', 'monthly'] as const)
      expect(await explain({ user_id: randomUUID(), start: undefined, period })).toMatchObject({ score: 0, items: [] });
  });

  it('names every event once over all its pages, and what each type is worth', async () => {
    const seen: { event_id: string; contribution: number }[] = [];
    let cursor: string | undefined;
    do {
      const page = await explain({ limit: 40, ...(cursor === undefined ? {} : { cursor }) });
      seen.push(...page.items);
      cursor = page.next_cursor ?? undefined;
    } while (cursor !== undefined);
    const whole = await explain();
    expect(new Set(seen.map((item) => item.event_id))).toEqual(new Set(events.map((item) => item.event_id)));
    expect(seen.reduce((sum, item) => sum + item.contribution, 0)).toBeCloseTo(whole.score, 6);
    for (const { events: count, weight, contribution } of whole.by_type)
      expect(contribution).toBeCloseTo(count * (weight ?? 0), 6);
  });

  it('leaves out what was taken back and says so', async () => {
    const [first] = events;
    if (first === undefined) throw new Error('no event');
    const payload = { event_id: first.event_id, event_type: first.event_type, reason: 'a mistake' };
    await appendAll(harness.log, [{ ...event(600, VOIDED), origin: 'system', payload: JSON.stringify(payload) }]);
    await vi.waitFor(async () => expect(await explain()).toMatchObject({ events: 129, adds_up: true }), {
      timeout: 10_000,
    });
    expect((await explain()).not_counted).toMatchObject([{ event_id: first.event_id, kind: 'voided' }]);
  });

  it('follows the configuration in force', async () => {
    await harness.sql`
      insert into plugin_revision (plugin_id, revision, plugin_version, config, state, made_by)
      values ('activity-score', '1.0.0+2', '1.0.0', '{"weights": {"activity.work.*": 7}}', 'shadow', 'anna')`;
    await vi.waitFor(() => expect(processing.statuses()).toHaveLength(2), { timeout: 10_000 });
    await harness.settled(processing);
    await vi.waitFor(async () =>
      expect(await promoteRevision(harness.sql, 'activity-score', '1.0.0+2', 'anna')).toBeNull(),
    );
    const found = await explain();
    expect(found).toMatchObject({ revision: '1.0.0+2', adds_up: true });
    expect(found.by_type[0]).toMatchObject({ event_type: 'activity.work.completed', weight: 7 });
  });

  it('refuses by name what it cannot explain', async () => {
    await expect(explain({ start: 'yesterday' })).rejects.toMatchObject({ code: 'invalid_query', pointer: '/start' });
    await expect(explain({ cursor: randomUUID() })).rejects.toMatchObject({ code: 'invalid_cursor' });
    expect(await explain({ user_id: randomUUID() })).toMatchObject({
      score: 0,
      explained: 0,
      items: [],
      adds_up: true,
    });
  });
});
