import { randomUUID } from 'node:crypto';
import type { CorrectionAnswer } from '@activity-hub/contracts/activity/event-correction';
import type { ScoreExplanation } from '@activity-hub/contracts/activity/explanation';
import type { UserScore } from '@activity-hub/contracts/activity/user-activity';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { asOperator, type PeopleHub, startPeopleHub } from '../auth/testing/people-hub.ts';
import { sentEventFixture } from '../ingest/testing/sent-event-fixture.ts';

const user_id = randomUUID();
const types = ['activity.learning.lesson_completed', 'activity.work.task_completed', 'activity.system.user_logged_in'];
/** A Monday and the day after it. */
const [monday, tuesday] = ['2026-06-01', '2026-06-02'];
const pageItems = 7;

/** Three at each instant, so that pages end between events of one time too. */
const sent = Array.from({ length: 66 }, (_, index) => ({
  event_id: randomUUID(),
  user_id,
  event_type: types[index % types.length] ?? '',
  payload: { course_id: 'c1', lesson_id: 'l1', task_id: 't1' },
  timestamp: new Date(Date.parse(`${monday}T09:00:00.000Z`) + Math.floor(index / 3) * 60_000).toISOString(),
}));
const [kept, ...others] = sent.map(({ event_id }) => event_id);
const [voided = '', login = '', renamed = '', moved = ''] = others;
const untouched = [kept, login, ...others.slice(4)];
let hub: PeopleHub;

beforeAll(async () => {
  hub = await startPeopleHub({ HUB_PROCESS_PORT: '0' }, ['ingest', 'process', 'query']);
  await post('batch', { events: sent.map((event) => sentEventFixture(event)) });
});

afterAll(() => hub.stop());

async function post(path: string, body: unknown): Promise<unknown> {
  const { status, json } = await hub.send(`/activity/events/${path}`, { method: 'POST', body, headers: asOperator });
  expect([status, json]).toEqual([200, expect.anything()]);
  return json;
}

const reason = 'of another person';

async function replace(id: string, event: object): Promise<string> {
  const { replaced_by } = (await post(`${id}/replace`, { reason, event })) as CorrectionAnswer;
  return replaced_by ?? '';
}

const get = async <Body>(query: string) =>
  (await hub.send(`/activity/users/${user_id}/${query}`, { headers: asOperator })).json as Body;

/** The score of a window, once it was made of so many events, with what all pages of its explanation say together. */
async function explained(period: string, start: string, events: number) {
  const asked = `score/explain?period=${period}&start=${start}&limit=${pageItems}`;
  const settled = { events, adds_up: true };
  await vi.waitFor(async () => expect(await get(asked)).toMatchObject(settled), { timeout: 20_000, interval: 100 });
  const pages = [await get<ScoreExplanation>(asked)];
  for (let cursor = pages[0]?.next_cursor; typeof cursor === 'string'; cursor = pages.at(-1)?.next_cursor)
    pages.push(await get<ScoreExplanation>(`${asked}&cursor=${encodeURIComponent(cursor)}`));
  expect(pages).toHaveLength(Math.ceil(events / pageItems));

  const { points } = await get<UserScore>(`score?period=${period}&from=${start}&to=${start}`);
  const stored = points[0]?.score ?? 0;
  const items = pages.flatMap((page) => page.items);
  for (const page of pages) expect(page).toMatchObject({ ...settled, score: stored, explained: stored });
  for (const { by_type } of pages) expect(by_type).toEqual(pages[0]?.by_type);
  // From the newest down: each was worth what lies between it and the one before it, and the first began with nothing.
  expect(items.map(({ score_after, contribution }) => score_after - contribution)).toEqual([
    ...items.slice(1).map(({ score_after }) => score_after),
    0,
  ]);
  expect(items[0]?.score_after).toBe(stored);
  expect(items.reduce((sum, { contribution }) => sum + contribution, 0)).toBe(stored);
  expect((pages[0]?.by_type ?? []).reduce((sum, { contribution }) => sum + contribution, 0)).toBe(stored);
  const ids = new Set(items.map(({ event_id }) => event_id));
  expect(ids.size).toBe(items.length);
  return { ids, stored, notCounted: new Map(pages[0]?.not_counted.map(({ event_id, kind }) => [event_id, kind])) };
}

it('adds up to the stored score over all its pages, each event once, before and after corrections', async () => {
  const before = await explained('daily', monday, sent.length);
  expect(before.ids).toEqual(new Set(sent.map(({ event_id }) => event_id)));
  expect(before.notCounted.size).toBe(0);

  await post(`${voided}/void`, { reason });
  const replacement = await replace(renamed, { event_type: 'activity.learning.lesson_started' });
  const later = await replace(moved, { timestamp: `${tuesday}T09:00:00.000Z` });

  const after = await explained('daily', monday, sent.length - 2);
  expect(after.ids).toEqual(new Set([...untouched, replacement]));
  // A task of 5 points is taken back, one is of Tuesday, and of a lesson of 3 only the beginning counts.
  expect(after.stored).toBe(before.stored - 5 - 5 - 2.5);
  const takenBack = new Map([
    [voided, 'voided'],
    [renamed, 'replaced'],
    [moved, 'replaced'],
  ]);
  expect(after.notCounted).toEqual(takenBack);
  expect((await explained('daily', tuesday, 1)).ids).toEqual(new Set([later]));
  const weekly = await explained('weekly', monday, sent.length - 1);
  expect(weekly.ids).toEqual(new Set([...untouched, replacement, later]));
  expect(weekly.notCounted).toEqual(takenBack);
});
