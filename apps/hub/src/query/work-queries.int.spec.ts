import type { Caller } from '@activity-hub/contracts/access/caller';
import type { QueryPorts } from '@activity-hub/contracts/api/hub-ports';
import type { RecordedEvent } from '@activity-hub/contracts/event';
import { foldGroup } from '@activity-hub/contracts/plugin/fold-group';
import { recordedEventFixture } from '@activity-hub/contracts/plugin/testing/recorded-event-fixture';
import { addMembers } from '@activity-hub/db/cohorts/add-members';
import { addMentorToCohorts } from '@activity-hub/db/cohorts/add-mentor-to-cohorts';
import { insertCohort } from '@activity-hub/db/cohorts/insert-cohort';
import { insertPerson } from '@activity-hub/db/people/insert-person';
import { workTrace } from '@activity-hub/plugins/aggregators/work-trace/work-trace';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anna, boris, createSmallHub, type SmallHub } from './testing/small-hub.ts';

const mentor: Caller = {
  kind: 'person',
  person_id: 'mentor',
  email: 'mentor@example.org',
  name: 'Mentor of Anna',
  role: 'mentor',
};
let hub: SmallHub;
let asAdmin: QueryPorts;
let asMentor: QueryPorts;

const at = (hour: number): string => new Date(Date.UTC(2026, 2, 10, hour)).toISOString();

function told(type: string, hour: number, user_id: string, payload: RecordedEvent['payload']): RecordedEvent {
  return recordedEventFixture({ event_type: `activity.work.${type}`, timestamp: at(hour), user_id, payload });
}

/** The state of one work as the host would keep it. */
async function keepWork(key: string, events: readonly RecordedEvent[], version = '1.0.0'): Promise<void> {
  const window = { kind: 'all', start: '' } as const;
  const config = workTrace.manifest.config.parse({});
  const { state } = foldGroup(workTrace, config, { key, window, state: null, events, until: null });
  const last = events.at(-1);
  await hub.sql`
    insert into processor_state (processor, version, key, window_kind, window_start, lane, user_id, state, time_zone,
      last_occurred_at, last_event_id)
    values ('work-trace', ${version}, ${key}, 'all', '', 3, null, ${JSON.stringify(state)}::text::jsonb, 'UTC',
      ${last?.timestamp ?? null}::text::timestamptz, ${last?.event_id ?? null}::text::uuid)
    on conflict (processor, version, key, window_kind, window_start) do update set state = excluded.state,
      last_occurred_at = excluded.last_occurred_at, last_event_id = excluded.last_event_id`;
}

const work_id = 'shared';
const shared = [
  told('started', 1, anna, { work_id }),
  told('artifact_created', 2, boris, { work_id, artifact_id: 'plan' }),
  told('artifact_created', 3, anna, { work_id, artifact_id: 'report' }),
  told('submitted', 4, boris, { work_id }),
];

beforeAll(async () => {
  hub = await createSmallHub();
  asAdmin = hub.ports;
  asMentor = hub.portsFor({ caller: mentor, requestId: 'of the mentor' });
  await insertPerson(hub.sql, { person_id: 'mentor', name: 'M', email: 'mentor@example.org', role: 'mentor' });
  const cohort = (await insertCohort(hub.sql, 'of Anna')) ?? '';
  await addMembers(hub.sql, cohort, [{ user_id: anna, display_name: 'Anna' }]);
  await addMentorToCohorts(hub.sql, 'mentor', [cohort]);
  await hub.sql`insert into plugin (plugin_id, kind, manifest, provenance, live_revision)
    values ('work-trace', 'aggregator', '{}', 'shipped', '1.0.0')`;
  await keepWork(work_id, shared);
  await keepWork('part', [told('started', 5, anna, { work_id: 'part', parent_work_id: work_id })]);
  await keepWork('part of Boris', [told('started', 6, boris, { work_id: 'part of Boris', parent_work_id: work_id })]);
  for (const hour of [7, 7, 8, 9]) {
    const id = `own ${hour} ${await countWorks()}`;
    await keepWork(id, [told('started', hour, boris, { work_id: id })]);
  }
  await keepWork('of a shadow', [told('started', 10, boris, { work_id: 'of a shadow' })], '2.0.0');
});
afterAll(() => hub.close());

async function countWorks(): Promise<number> {
  const [row] = await hub.sql<
    { works: number }[]
  >`select count(*) as works from processor_state where processor = 'work-trace'`;
  return row?.works ?? 0;
}

describe('a trace', () => {
  test('is told whole to an admin, with its parts', async () => {
    const trace = await asAdmin.works.get(work_id);
    expect(trace).toMatchObject({ status: 'submitted', user_ids: [anna, boris], hidden_users: 0 });
    expect(trace.entries.map((entry) => [entry.event_id, entry.user_id])).toEqual(
      shared.map((event) => [event.event_id, event.user_id]),
    );
    expect(trace.children.map((child) => child.work_id)).toEqual(['part', 'part of Boris']);
    expect(trace.gaps.map((gap) => [gap.code, gap.artifact_id, gap.event_id])).toEqual([
      ['artifact_without_evidence', 'plan', shared[1]?.event_id],
      ['artifact_without_evidence', 'report', shared[2]?.event_id],
    ]);
  });

  test('tells a mentor of others that something happened, and nothing that leads to them', async () => {
    const trace = await asMentor.works.get(work_id);
    expect(trace).toMatchObject({ user_ids: [anna], hidden_users: 1, submission: { event_id: null } });
    expect(trace.entries.map((entry) => entry.event_id)).toEqual([
      shared[0]?.event_id,
      null,
      shared[2]?.event_id,
      null,
    ]);
    expect(trace.statuses.map((change) => change.event_id)).toEqual([shared[0]?.event_id, null]);
    expect(trace.gaps.map((gap) => gap.event_id)).toEqual([null, shared[2]?.event_id]);
    expect(trace.children.map((child) => child.work_id)).toEqual(['part']);
    const text = JSON.stringify(trace);
    for (const secret of [boris, shared[1]?.event_id, shared[3]?.event_id]) expect(text).not.toContain(secret);
  });

  test('is not there for whom it is out of sight, as one that is not there', async () => {
    for (const [ports, id] of [
      [asMentor, 'part of Boris'],
      [asMentor, 'nowhere'],
      [asAdmin, 'nowhere'],
      [asAdmin, 'of a shadow'],
    ] as const)
      await expect(ports.works.get(id)).rejects.toMatchObject({ code: 'not_found', pointer: '/work_id' });
  });
});

describe('the works of a person', () => {
  test('come latest first, page by page, without their lists', async () => {
    const whole = await asAdmin.works.ofUser({ user_id: boris.toUpperCase(), limit: 200 });
    expect(whole.items.map((work) => work.last_event_at)).toEqual([9, 8, 7, 7, 6, 4].map(at));
    expect(whole.items[5]).not.toHaveProperty('entries');
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await asAdmin.works.ofUser({ user_id: boris, limit: 1, cursor });
      ids.push(...page.items.map((work) => work.work_id));
      cursor = page.next_cursor ?? undefined;
    } while (cursor !== undefined);
    expect(ids).toEqual(whole.items.map((work) => work.work_id));
  });

  test('are within sight and kept as viewed', async () => {
    const works = await asMentor.works.ofUser({ user_id: anna, limit: 20 });
    expect(works.items.map((work) => [work.work_id, work.user_ids, work.hidden_users])).toEqual([
      ['part', [anna], 0],
      [work_id, [anna], 1],
    ]);
    await expect(asMentor.works.ofUser({ user_id: boris, limit: 20 })).rejects.toMatchObject({ code: 'not_in_cohort' });
    await expect(asAdmin.works.ofUser({ user_id: boris, limit: 20, cursor: 'x' })).rejects.toMatchObject({
      code: 'invalid_cursor',
    });
    const views = await hub.sql<{ procedure: string }[]>`
      select distinct procedure from view_record where request_id = 'of the mentor' order by procedure`;
    expect(views.map((view) => view.procedure)).toEqual(expect.arrayContaining(['users.works', 'works.get']));
  });

  test('follow the states: who is no part any more loses the work', async () => {
    await keepWork('moving', [told('started', 11, boris, { work_id: 'moving', parent_work_id: work_id })]);
    await keepWork('moving', [told('started', 12, anna, { work_id: 'moving' })]);
    const titles = async (user_id: string) =>
      (await asAdmin.works.ofUser({ user_id, limit: 20 })).items.map((work) => work.work_id);
    expect(await titles(anna)).toContain('moving');
    expect(await titles(boris)).not.toContain('moving');
    expect((await asAdmin.works.get(work_id)).children.map((child) => child.work_id)).not.toContain('moving');
    await hub.sql`delete from processor_state where processor = 'work-trace' and key = 'moving'`;
    expect(await titles(anna)).not.toContain('moving');
  });
});

test('what waits for its work counts as not yet in', async () => {
  const before = (await asAdmin.works.ofUser({ user_id: boris, limit: 1 })).freshness;
  await hub.sql`insert into checkpoint (processor, version, lane, "offset", of_inbox) values ('work-trace', '1.0.0', 3, 0, true)`;
  await hub.sql`insert into checkpoint (processor, version, lane, "offset") select 'work-trace/inbox', '1.0.0', lane, head from lane`;
  const caughtUp = (await asAdmin.works.ofUser({ user_id: boris, limit: 1 })).freshness;
  await hub.sql`select append_inbox('work-trace/inbox', '1.0.0', '{3}'::smallint[], '{shared}', array[lane], array[1::bigint])
    from event order by recorded_at limit 1`;
  const waiting = (await asAdmin.works.ofUser({ user_id: boris, limit: 1 })).freshness;
  expect(before.lag_events).toBeGreaterThan(0);
  expect(caughtUp.lag_events).toBe(0);
  expect(waiting.lag_events).toBe(1);
  expect(Date.parse(waiting.complete_through ?? '')).toBeLessThan(Date.parse(caughtUp.complete_through ?? ''));
});
