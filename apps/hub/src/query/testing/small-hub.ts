import { randomUUID } from 'node:crypto';
import type { Caller } from '@activity-hub/contracts/access/caller';
import type { QueryPorts } from '@activity-hub/contracts/api/hub-ports';
import type { RecordedEvent } from '@activity-hub/contracts/event';
import { laneOf } from '@activity-hub/contracts/lane';
import { connectClickhouse } from '@activity-hub/db/clickhouse/client';
import { migrateClickhouse } from '@activity-hub/db/clickhouse/migrate';
import { createPostgresEventStore } from '@activity-hub/db/event-store/postgres-event-store';
import { connectPostgres, type Sql } from '@activity-hub/db/postgres/client';
import { connectQueryPool } from '@activity-hub/db/queries/connect-query-pool';
import { projectLog } from '@activity-hub/db/queries/testing/project-log';
import { sampleEvent } from '@activity-hub/db/queries/testing/sample-event';
import { createTestClickhouse, createTestDatabase } from '@activity-hub/db/testing/test-servers';
import type { ClickHouseClient } from '@clickhouse/client';
import type { Asking } from '../../auth/asking.ts';
import { createAuditLog } from '../../auth/audit/audit-log.ts';
import { createViewLog } from '../../auth/audit/view-log.ts';
import { createVisibleUsers } from '../../auth/people/visible-users.ts';
import { ExplainProcess } from '../../explain/explain-process.ts';
import { KeptMarks } from '../../explain/kept-marks.ts';
import { eventTypesIn, schemasOfContracts } from '../../schemas/known-schemas.ts';
import { createQueryPorts } from '../create-query-ports.ts';

export const anna = 'aaaaaaaa-0000-4000-8000-000000000001';
export const boris = 'bbbbbbbb-0000-4000-8000-000000000002';
export const session = 'cccccccc-0000-4000-8000-000000000003';
export const caseId = 'dddddddd-0000-4000-8000-000000000004';
/** 18:00 in Moscow, where Anna lives. */
export const now = Date.parse('2026-03-12T15:00:00.000Z');

/** The type whose payload is personal here, at `/work/kind`. */
export const personalType = 'activity.social.commented';
export const adminAsking: Asking = {
  caller: { kind: 'person', person_id: 'admin', email: 'admin@example.org', name: 'Ada', role: 'admin' },
  requestId: 'request',
};

/** May read everything, and is nobody. */
export const readingKey: Caller = {
  kind: 'key',
  key_id: 'reader',
  name: 'reader',
  source: null,
  permissions: ['read'],
  event_types: [],
};

export interface SmallHub {
  /** As an admin sees it. */
  readonly ports: QueryPorts;
  readonly portsFor: (asking: Asking) => QueryPorts;
  readonly sql: Sql;
  readonly clickhouse: ClickHouseClient;
  /** The same hub while its analytics store is away. */
  readonly withoutAnalytics: QueryPorts;
  close(): Promise<void>;
}

/** Two persons, three days, and what processors would have made of them; in databases of its own. */
export async function createSmallHub(): Promise<SmallHub> {
  const [database, analytics] = await Promise.all([createTestDatabase(), createTestClickhouse()]);
  await migrateClickhouse(analytics.url, analytics.database);
  const sql = connectPostgres(database.url, { max: 3 });
  const reader = connectQueryPool(database.url, { max: 3 });
  const clickhouse = connectClickhouse(analytics.url, { database: analytics.database });
  // Nothing listens on the discard port.
  const nowhere = connectClickhouse('http://127.0.0.1:9');
  await createPostgresEventStore(sql).append(annasEvents().concat(borisEvents()));
  await projectLog(sql, clickhouse);
  await insertFigures(sql);
  const explainer = new ExplainProcess({ directory: '', trusted: [], hubVersion: '0.1.0' });
  const sources = {
    sql: reader,
    defaultTimeZone: 'UTC',
    clock: () => now,
    visible: createVisibleUsers(sql),
    views: createViewLog(sql),
    audit: createAuditLog(sql),
    personalPathsOf: (type?: string) => (type === undefined || type === personalType ? ['/work/kind'] : []),
    asVersion: async (event: RecordedEvent) => event,
    eventTypes: () => eventTypesIn(schemasOfContracts()),
    explainer,
    kept: new KeptMarks(),
  };
  const portsFor = createQueryPorts({ ...sources, clickhouse });
  return {
    ports: portsFor(adminAsking),
    portsFor,
    withoutAnalytics: createQueryPorts({ ...sources, clickhouse: nowhere })(adminAsking),
    sql,
    clickhouse,
    async close() {
      explainer.stop();
      await Promise.all([sql.end(), reader.end(), clickhouse.close(), nowhere.close()]);
      await Promise.all([database.drop(), analytics.drop()]);
    },
  };
}

/** The first of Anna's days begins on the evening before in UTC. */
function annasEvents() {
  const moscow = { user_id: anna, time_zone: 'Europe/Moscow' };
  return [
    sampleEvent({
      ...moscow,
      timestamp: '2026-03-09T21:30:00.000Z',
      day: '2026-03-10',
      payload: { course_id: 'a', score: 80 },
    }),
    sampleEvent({
      ...moscow,
      timestamp: '2026-03-11T09:00:00.000Z',
      session_id: session,
      payload: { course_id: 'b', score: 95.5 },
    }),
    sampleEvent({
      ...moscow,
      timestamp: '2026-03-11T09:00:00.000250Z',
      event_type: 'activity.social.posted',
      source_system: 'club',
      session_id: session,
      payload: { work: { kind: 'essay' } },
    }),
    sampleEvent({
      ...moscow,
      timestamp: '2026-03-12T10:00:00.000Z',
      event_type: 'activity.streak.extended',
      origin: 'derived',
      source_system: 'activity-hub',
    }),
  ];
}

function borisEvents() {
  return [
    sampleEvent({
      user_id: boris,
      timestamp: '2026-02-01T10:00:00.000Z',
      event_type: 'activity.economic.earned',
      source_system: 'club',
      payload: { amount: 5 },
    }),
  ];
}

async function insertFigures(sql: Sql): Promise<void> {
  const windows: readonly (readonly [kind: string, start: string, score: number, counts: object])[] = [
    ['daily', '2026-03-10', 5, { 'activity.learning.lesson_completed': 1 }],
    ['daily', '2026-03-11', 7.5, { 'activity.learning.lesson_completed': 1, 'activity.social.posted': 1 }],
    ['weekly', '2026-03-09', 12.5, { 'activity.learning.lesson_completed': 2, 'activity.social.posted': 1 }],
    ['monthly', '2026-03-01', 12.5, { 'activity.learning.lesson_completed': 2, 'activity.social.posted': 1 }],
    ['hourly', '2026-03-10T00+03:00', 5, { 'activity.learning.lesson_completed': 1 }],
    ['hourly', '2026-03-11T12+03:00', 7.5, { 'activity.learning.lesson_completed': 1, 'activity.social.posted': 1 }],
  ];
  for (const [kind, start, score, counts] of windows) {
    await insertState(sql, 'activity-score', kind, start, { score, events: 2, counts }, null);
  }
  const daily = {
    streak_type: 'daily',
    start: '2026-03-10',
    last: '2026-03-11',
    count: 2,
    best: 4,
    time_zone: 'Europe/Moscow',
    breaks_at: '2026-03-12T21:00:00.000Z',
    spans: [{ start: '2026-03-10', end: '2026-03-11', count: 2 }],
  };
  await insertState(sql, 'streak', 'all', '', { anything: 1 }, { streaks: [daily] });
  const lane = laneOf({ user_id: anna, event_id: '' });
  for (const processor of ['activity-score', 'streak']) {
    await sql`insert into checkpoint (processor, version, lane, "offset") select ${processor}, '1.0.0', lane, head from lane`;
  }
  // An older version that would show other figures.
  await sql`insert into checkpoint (processor, version, lane, "offset") values ('activity-score', '0.9.0', ${lane}, 1)`;
  await sql`insert into processor_quarantine (processor, version, reason) values ('streak', '1.0.0', 'It threw.')`;
  await insertCases(sql);
  await sql`insert into refused_event (received_at, source_system, event_id, event_type, code, detail, pointer, raw, raw_bytes) values
    ('2026-03-11T10:00:00Z', 'lms', null, null, 'malformed_json', 'Not JSON.', '', ${Buffer.from('{"a":')}, 5),
    ('2026-03-11T10:00:00Z', 'club', 'x', 'y', 'unknown_event_type', 'Unknown.', '/event_type', ${Buffer.from([0xff, 0xfe])}, 2)`;
}

async function insertState(
  sql: Sql,
  processor: string,
  kind: string,
  start: string,
  state: object,
  view: object | null,
): Promise<void> {
  await sql`
    insert into processor_state (processor, version, key, window_kind, window_start, lane, user_id, state, view, time_zone)
    values (${processor}, '1.0.0', ${anna}, ${kind}, ${start}, ${laneOf({ user_id: anna, event_id: '' })}, ${anna},
      ${JSON.stringify(state)}::text::jsonb, ${view === null ? null : JSON.stringify(view)}::text::jsonb, 'Europe/Moscow')`;
}

/** One of Anna's under a known id, and some that were all last seen in the same instant. */
async function insertCases(sql: Sql): Promise<void> {
  const ids = [caseId, ...Array.from({ length: 5 }, () => randomUUID())];
  for (const [at, id] of ids.entries()) {
    await sql`
      insert into anomaly_case (case_id, detector, detector_version, kind, key, user_id, severity, status, score, findings,
        first_seen_at, last_seen_at, evidence, event_ids)
      values (${id}, 'overactivity', '1.0.0', 'overactivity', ${`key-${at}`}, ${at === 0 ? anna : null}, ${at === 0 ? 'high' : 'low'},
        ${at === 5 ? 'resolved' : 'open'}, 4.5, 2, '2026-03-11T08:00:00Z', '2026-03-11T09:00:00.000001Z',
        ${JSON.stringify({ events: 120, normal: 20 })}::text::jsonb, ${sql.array([randomUUID()])}::uuid[])`;
  }
}
