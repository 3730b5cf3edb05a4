import { randomUUID } from 'node:crypto';
import type { EventPage } from '@activity-hub/contracts/activity/event-search';
import type { UserStreaks } from '@activity-hub/contracts/activity/user-activity';
import type { WorkTrace } from '@activity-hub/contracts/activity/work-trace';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { asOperator, type PeopleHub, startPeopleHub } from '../auth/testing/people-hub.ts';
import { sentEventFixture } from '../ingest/testing/sent-event-fixture.ts';

const waiting = { timeout: 20_000, interval: 100 };
let hub: PeopleHub;

beforeAll(async () => {
  hub = await startPeopleHub({ HUB_PROCESS_PORT: '0' }, ['ingest', 'process', 'query']);
});

afterAll(() => hub.stop());

async function post(path: string, body: unknown): Promise<void> {
  const { status, json } = await hub.send(`/activity/events/${path}`, { method: 'POST', body, headers: asOperator });
  expect([status, json]).toEqual([200, expect.anything()]);
}

type Sent = ReturnType<typeof sentEventFixture>;

const takeBack = (event: Sent) => post(`${String(event['event_id'])}/void`, { reason: 'of another person' });

const get = async <Body>(path: string) => (await hub.send(`/activity/${path}`, { headers: asOperator })).json as Body;

interface Derived {
  readonly event_type: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly taken_back: string | null;
}

/** What a plugin derived of a person, with how it was taken back. */
const derived = (processor: string, user_id: string) => hub.sql<Derived[]>`
  select event_type, payload, (
    select kind from event_correction where event_correction.event_id = event.event_id) as taken_back
  from event where user_id = ${user_id} and metadata->>'processor' = ${processor}
    and event_type <> 'activity.correction.superseded' order by occurred_at, event_type, recorded_at`;

describe('a streak', () => {
  const user_id = randomUUID();
  const dayOf = (day: number) =>
    sentEventFixture({ event_id: randomUUID(), user_id, timestamp: `2026-06-0${day}T10:00:00.000Z` });
  const second = dayOf(2);
  const days = [dayOf(1), second, dayOf(3), dayOf(4)];

  async function spans() {
    const { streaks } = await get<UserStreaks>(`users/${user_id}/streaks`);
    const daily = streaks.find(({ streak_type }) => streak_type === 'daily');
    return daily?.spans.map(({ start, end, count }) => [start.slice(-2), end.slice(-2), count]);
  }

  /** What still counts of what was said of the days. */
  async function said(): Promise<readonly string[]> {
    const rows = (await derived('streak', user_id)).filter(({ taken_back }) => taken_back === null);
    return rows.flatMap(({ event_type, payload: { streak_type, last, count } }) =>
      streak_type === 'daily' ? `${String(last).slice(-2)} ${event_type.split('.').at(-1)} ${String(count)}` : [],
    );
  }

  const whole = ['01 started 1', '02 extended 2', '03 reached 3', '03 extended 3', '04 extended 4'];

  it('falls apart where a day is taken back, with what was said of it, and closes when the day comes again', async () => {
    await post('batch', { events: days });
    await vi.waitFor(async () => expect(await spans()).toEqual([['01', '04', 4]]), waiting);
    expect(await said()).toEqual(whole);
    await takeBack(second);
    const apart = [
      ['03', '04', 2],
      ['01', '01', 1],
    ];
    await vi.waitFor(async () => expect(await spans()).toEqual(apart), waiting);
    expect(await said()).toEqual(['01 started 1', '01 broken 1', '03 started 1', '04 extended 2']);
    // Of the days after it the same follows as in the beginning, which was taken back: it has to be said anew.
    await post('batch', { events: [dayOf(2)] });
    await vi.waitFor(async () => expect(await spans()).toEqual([['01', '04', 4]]), waiting);
    expect(await said()).toEqual(whole);
  });
});

describe('a trace', () => {
  const user_id = randomUUID();
  const work_id = randomUUID();
  const told = (type: string, hour: number, payload: object = {}) =>
    sentEventFixture({
      event_id: randomUUID(),
      user_id,
      event_type: `activity.work.${type}`,
      timestamp: `2026-06-01T1${hour}:00:00.000Z`,
      payload: { work_id, ...payload },
    });
  const started = told('started', 0);
  const artifact = told('artifact_created', 1, { artifact_id: 'report' });
  const late = told('evidence_added', 2, { evidence_id: 'proof', artifact_id: 'report' });
  const completed = told('completed', 3, { quality: 0.9 });

  /** Waits until the trace is made of these, and @returns its issues. */
  async function issues(version: number, events: readonly Sent[]) {
    const entries = events.map((event) => ({ event_id: event['event_id'] }));
    const trace = () => get<WorkTrace>(`works/${work_id}`);
    await vi.waitFor(async () => expect(await trace()).toMatchObject({ version, entries }), waiting);
    const rows = await derived('work-trace', user_id);
    return rows.map(({ event_type, payload, taken_back }) =>
      [event_type.split('.').at(-1), payload['version'], payload['events'], taken_back ?? 'counts'].join(' '),
    );
  }

  /** The issues as the analytics store finds them. */
  async function listed(): Promise<readonly string[]> {
    const page = await get<EventPage>(`users/${user_id}/events?source=activity-hub&type=trace.*`);
    expect(page.served_by).toBe('clickhouse');
    return page.items.map(({ event_type, correction }) => `${event_type.split('.').at(-1)} ${correction}`).sort();
  }

  it('is issued once more without what was taken back, and not at all without its completion', async () => {
    await post('batch', { events: [started, artifact, completed] });
    expect(await issues(1, [started, artifact, completed])).toEqual(['issued 1 3 counts']);
    await post('batch', { events: [late] });
    const reissued = await issues(2, [started, artifact, late, completed]);
    expect(reissued).toEqual(['issued 1 3 superseded', 'reissued 2 4 counts']);
    await takeBack(late);
    const asBefore = ['issued 1 3 superseded', 'issued 1 3 counts', 'reissued 2 4 superseded'];
    expect(await issues(1, [started, artifact, completed])).toEqual(asBefore);
    await vi.waitFor(
      async () => expect(await listed()).toEqual(['issued null', 'issued superseded', 'reissued superseded']),
      waiting,
    );
    await takeBack(artifact);
    expect((await issues(1, [started, completed])).filter((issue) => issue.endsWith('counts'))).toEqual([
      'issued 1 2 counts',
    ]);
    await takeBack(completed);
    expect((await issues(0, [started])).filter((issue) => issue.endsWith('counts'))).toEqual([]);
  });
});
