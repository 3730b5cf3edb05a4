import type { Caller } from '@activity-hub/contracts/access/caller';
import type { QueryPorts } from '@activity-hub/contracts/api/hub-ports';
import { addMembers } from '@activity-hub/db/cohorts/add-members';
import { addMentorToCohorts } from '@activity-hub/db/cohorts/add-mentor-to-cohorts';
import { insertCohort } from '@activity-hub/db/cohorts/insert-cohort';
import { createPostgresEventStore } from '@activity-hub/db/event-store/postgres-event-store';
import { insertPerson } from '@activity-hub/db/people/insert-person';
import { projectLog } from '@activity-hub/db/queries/testing/project-log';
import { sampleEvent } from '@activity-hub/db/queries/testing/sample-event';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  adminAsking,
  anna,
  boris,
  caseId,
  createSmallHub,
  personalType,
  readingKey,
  type SmallHub,
} from './testing/small-hub.ts';

/** Who asks, and whom each of them may see: the rows of the matrix. */
const viewers = {
  'an admin': { caller: adminAsking.caller, sees: [anna, boris] },
  'a reading key': { caller: readingKey, sees: [anna, boris] },
  "Anna's mentor": { caller: mentor('mentor-of-anna'), sees: [anna] },
  "Boris's mentor": { caller: mentor('mentor-of-boris'), sees: [boris] },
  'a mentor without a cohort': { caller: mentor('mentor-of-nobody'), sees: [] },
  nobody: { caller: { kind: 'anonymous' } as Caller, sees: [] },
} as const;
type ViewerName = keyof typeof viewers;
const names = Object.keys(viewers) as ViewerName[];

const secrets = { ip_address: '203.0.113.9', user_agent: 'Secret/1.0', locale: 'ru' };
const personalEvent = sampleEvent({
  user_id: anna,
  event_type: personalType,
  timestamp: '2026-03-12T11:00:00.000Z',
  payload: { work: { kind: 'confession' }, course_id: 'a' },
  metadata: secrets,
});
const ownerless = sampleEvent({ timestamp: '2026-03-12T11:30:00.000Z', metadata: secrets });
let hub: SmallHub;

function mentor(id: string): Caller {
  return { kind: 'person', person_id: id, email: `${id}@example.org`, name: id, role: 'mentor' };
}

const as = (name: ViewerName): QueryPorts =>
  hub.portsFor({ caller: viewers[name].caller, requestId: `request of ${name}` });

beforeAll(async () => {
  hub = await createSmallHub();
  await createPostgresEventStore(hub.sql).append([personalEvent, ownerless]);
  await projectLog(hub.sql, hub.clickhouse);
  for (const [id, member] of [
    ['mentor-of-anna', anna],
    ['mentor-of-boris', boris],
    ['mentor-of-nobody', undefined],
  ] as const) {
    await insertPerson(hub.sql, { person_id: id, name: id, email: `${id}@example.org`, role: 'mentor' });
    if (member === undefined) continue;
    const cohort = (await insertCohort(hub.sql, `Cohort of ${id}`)) ?? '';
    await addMembers(hub.sql, cohort, [{ user_id: member, display_name: `Member of ${id}` }]);
    await addMentorToCohorts(hub.sql, id, [cohort]);
  }
});
afterAll(() => hub.close());

const owners = (items: readonly { readonly user_id: string | null }[]) =>
  [...new Set(items.map((item) => item.user_id))].filter((id) => id !== null).sort();

describe.each(names)('%s', (name) => {
  const seen: readonly string[] = viewers[name].sees;
  const seesAll = name === 'an admin' || name === 'a reading key';

  test.each([
    ['from the indexes', {}],
    ['by types', { type: 'activity.**' }],
    ['by one type', { type: 'activity.learning.*' }],
    ['by source, from the analytics store', { source: 'lms' }],
    ['by payload, from the analytics store', { payload_path: 'course_id', payload_op: 'exists' as const }],
  ])('finds events of those in sight: %s', async (_way, search) => {
    const everything = await as('an admin').events.search({ ...search, limit: 200 });
    const expected = everything.items.filter(
      (item) => seesAll || (item.user_id !== null && seen.includes(item.user_id)),
    );
    const page = await as(name).events.search({ ...search, limit: 200 });
    expect(page.items.map((item) => item.event_id)).toEqual(expected.map((item) => item.event_id));
    const rows = await as(name).events.rows({ ...search, limit: 200 });
    expect(rows.items.map((item) => item.event_id)).toEqual(expected.map((item) => item.event_id));
  });

  test('pages through them without short pages', async () => {
    const whole = (await as(name).events.search({ limit: 200 })).items.map((item) => item.event_id);
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await as(name).events.search({ limit: 1, cursor });
      expect(page.items).toHaveLength(Math.min(1, whole.length));
      ids.push(...page.items.map((item) => item.event_id));
      cursor = page.next_cursor ?? undefined;
    } while (cursor !== undefined);
    expect(ids).toEqual(whole);
  });

  test.each([anna, boris])('may look at %s or is told', async (userId) => {
    const ports = as(name);
    const looks = [
      () => ports.users.summary(userId),
      () => ports.users.streaks(userId.toUpperCase()),
      () => ports.users.timeline({ user_id: userId, days: 5 }),
      () => ports.users.score({ user_id: userId, period: 'daily' }),
      () => ports.events.search({ user_id: userId.toUpperCase() }),
      () => ports.events.rows({ user_id: userId, source: 'lms' }),
      () => ports.anomalies.list({ user_id: userId }),
      () => ports.system.trends({ user_id: userId, from: '2026-03-01T00:00:00Z', to: '2026-03-13T00:00:00Z' }),
    ];
    for (const look of looks) {
      if (seen.includes(userId)) await expect(look()).resolves.toBeDefined();
      else await expect(look()).rejects.toMatchObject({ code: 'not_in_cohort' });
    }
  });

  test('gets an event and a case only within sight, and else cannot tell them from none', async () => {
    const [ofBoris] = (await as('an admin').events.search({ user_id: boris, limit: 1 })).items;
    const gets: readonly [string, () => Promise<unknown>][] = [
      [anna, () => as(name).events.get(personalEvent.event_id)],
      [boris, () => as(name).events.get(ofBoris?.event_id ?? '')],
      [anna, () => as(name).anomalies.get(caseId)],
    ];
    for (const [owner, get] of gets) {
      if (seen.includes(owner)) await expect(get()).resolves.toMatchObject({ user_id: owner });
      else await expect(get()).rejects.toMatchObject({ code: 'not_found' });
    }
    if (seesAll) await expect(as(name).events.get(ownerless.event_id)).resolves.toBeDefined();
    else await expect(as(name).events.get(ownerless.event_id)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('lists persons and cases within sight', async () => {
    expect(owners((await as(name).users.list({ limit: 50 })).items)).toEqual([...seen].sort());
    const members = (await as(name).users.list({ search: 'MEMBER of', limit: 50 })).items;
    expect(members.map((item) => `${item.user_id} ${item.display_name}`).sort()).toEqual(
      seen.map((id) => `${id} Member of mentor-of-${id === anna ? 'anna' : 'boris'}`).sort(),
    );
    expect((await as(name).users.list({ search: '%', limit: 50 })).items).toEqual([]);
    const cases = await as(name).anomalies.list({});
    expect(cases.items.length).toBe(seesAll ? 6 : seen.includes(anna) ? 1 : 0);
  });

  test('counts those in sight', async () => {
    const stats = await as(name).system.stats();
    const { items } = await as(name).events.search({ limit: 200 });
    expect(stats.events_total).toBe(items.length);
    expect(stats.users_total).toBe(seen.length);
    expect(stats.last_event_at).toBe(items[0]?.timestamp ?? null);
    expect(stats.first_event_at).toBe(items.at(-1)?.timestamp ?? null);
    expect(stats.consumers.length > 0).toBe(seesAll);
    expect(stats.refused_total).toBe(seesAll ? 2 : null);
    const trends = await as(name).system.trends({
      group: 'none',
      from: '2026-01-01T00:00:00Z',
      to: '2026-04-01T00:00:00Z',
    });
    const counted = trends.series[0]?.points.reduce((sum, point) => sum + point.events, 0);
    expect(counted).toBe(items.length);
  });

  test('sees personal fields masked everywhere', async () => {
    const texts = [
      await as(name).events.search({ limit: 200 }),
      await as(name).events.search({ source: 'lms', limit: 200 }),
      await as(name).events.rows({ limit: 200 }),
      ...(seen.includes(anna)
        ? [await as(name).events.get(personalEvent.event_id), await as(name).users.timeline({ user_id: anna, days: 5 })]
        : []),
    ].map((answer) => JSON.stringify(answer));
    for (const text of texts) expect(text).not.toMatch(/203\.0\.113\.9|Secret\/1\.0|confession/);
    if (seen.includes(anna)) {
      expect(await as(name).events.get(personalEvent.event_id)).toMatchObject({
        payload: { work: { kind: '[masked]' }, course_id: 'a' },
        metadata: { ip_address: '[masked]', user_agent: '[masked]', locale: 'ru' },
      });
    }
  });

  test.each(['work.kind', 'work', 'work.kind.deeper'])('cannot find out by %s what is masked', async (path) => {
    const ask = () => as(name).events.search({ payload_path: path, payload_op: 'eq', payload_value: 'confession' });
    if (name === 'an admin') await expect(ask()).resolves.toBeDefined();
    else await expect(ask()).rejects.toMatchObject({ code: 'forbidden', pointer: '/payload_path' });
  });
});

describe('what was viewed', () => {
  const viewsOf = async (requestId: string) =>
    hub.sql<{ procedure: string; user_ids: string; viewer_id: string }[]>`
      select procedure, user_ids::text, viewer_id from view_record where request_id = ${requestId}`;

  test('is kept with the persons it was about, and with nobody where it was about nobody', async () => {
    const ports = hub.portsFor({ caller: viewers["Anna's mentor"].caller, requestId: 'one request' });
    await ports.users.summary(anna.toUpperCase());
    await ports.system.stats();
    await ports.events.types();
    await expect(ports.users.summary(boris)).rejects.toMatchObject({ code: 'not_in_cohort' });
    expect(await viewsOf('one request')).toEqual([
      { procedure: 'users.summary', user_ids: `{${anna}}`, viewer_id: 'mentor-of-anna' },
    ]);
  });

  test('is unmasked only with an entry in the audit', async () => {
    const ports = hub.portsFor({ ...adminAsking, requestId: 'unmasking' });
    expect(await ports.events.unmask({ event_id: personalEvent.event_id, reason: 'A complaint' })).toMatchObject({
      payload: { work: { kind: 'confession' } },
      metadata: secrets,
    });
    const [entry] =
      await hub.sql`select action, subject, after, actor_id from audit_entry where request_id = 'unmasking'`;
    expect(entry).toEqual({
      action: 'event.unmasked',
      subject: `event:${personalEvent.event_id}`,
      after: { reason: 'A complaint' },
      actor_id: 'admin',
    });
  });

  test('is not shown when it cannot be recorded', async () => {
    await hub.sql`alter table view_record rename to view_record_away`;
    try {
      await expect(as('an admin').users.summary(anna)).rejects.toMatchObject({ code: 'store_unavailable' });
      await expect(as('an admin').events.search({})).rejects.toMatchObject({ code: 'store_unavailable' });
    } finally {
      await hub.sql`alter table view_record_away rename to view_record`;
    }
  });
});
