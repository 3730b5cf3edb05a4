import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import type { Caller } from '@activity-hub/contracts/access/caller';
import type { RefusedPorts } from '@activity-hub/contracts/api/refused-ports';
import { createTestDatabase, type TestDatabase } from '@activity-hub/db/testing/test-servers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAuditLog } from '../auth/audit/audit-log.ts';
import { createViewLog } from '../auth/audit/view-log.ts';
import { createRefusedPorts } from './create-refused-ports.ts';
import type { RepairSources } from './publish-repair.ts';
import { RepairWorker } from './repair-worker.ts';
import { anyone, type RepairHub, sentEventsOf, startRepairHub } from './testing/repair-hub.ts';

let database: TestDatabase;
let hub: RepairHub;
let sources: RepairSources;
let worker: RepairWorker;
let ports: RefusedPorts;
const ada: Caller = { kind: 'person', person_id: randomUUID(), email: 'ada@example.org', name: 'Ada', role: 'admin' };

beforeAll(async () => {
  database = await createTestDatabase();
  hub = startRepairHub(database.url);
  sources = { ingest: hub.repairing, publisherOfKey: async () => undefined };
  worker = new RepairWorker({ sql: hub.sql, sources, onFailure: (failure) => console.error(failure) });
  const repairs = { sql: hub.sql, sources, audit: createAuditLog(hub.sql), wake: () => worker.wake() };
  ports = createRefusedPorts({ sql: hub.sql, repairs, views: createViewLog(hub.sql) }, ada, 'request-1');
});
afterAll(async () => {
  await worker.stop();
  await hub.stop();
  await database.drop();
});

const event = (type: string, n: number) => ({
  event_id: randomUUID(),
  event_type: type,
  event_version: '1.0.0',
  timestamp: '2026-11-01T10:00:00.000Z',
  source_system: n % 2 === 0 ? 'lms' : 'club',
  payload: { course_id: 'c1', lesson_id: `l${n}` },
});

async function refuseMany(type: string, count: number): Promise<void> {
  for (let from = 0; from < count; from += 100) {
    const sent = Array.from({ length: Math.min(100, count - from) }, (_, n) => sentEventsOf(event(type, from + n)));
    await hub.ingest.take(sent.flat(), anyone);
  }
}

const storedOf = async (type: string) => {
  const [row] = await hub.sql<
    { stored: number }[]
  >`select count(*)::int as stored from event where event_type = ${type}`;
  return row?.stored;
};
const renamed = (to: string) => [{ op: 'set' as const, pointer: '/event_type', value: to }];

describe('many refused events', () => {
  test('are grouped by their reason and found by it', async () => {
    await refuseMany('activity.learning.lesson_finished', 7);
    await refuseMany('activity.learning.lesson_ended', 3);
    const { items, more } = await ports.groups({ code: 'unknown_event_type' });
    expect(more).toBe(false);
    expect(items).toMatchObject([
      { event_type: 'activity.learning.lesson_finished', count: 7, pointer: '/event_type', sources: ['club', 'lms'] },
      { event_type: 'activity.learning.lesson_ended', count: 3 },
    ]);
    const group_id = items[0]?.group_id ?? '';
    const page = await ports.search({ group_id, source: 'lms', text: 'NOT IN THE CATALOGUE', limit: 3 });
    const rest = await ports.search({ group_id, source: 'lms', cursor: page.next_cursor ?? '' });
    expect([page.items.length, rest.items.length, rest.next_cursor]).toEqual([3, 1, null]);
    expect((await ports.search({ text: '%' })).items).toHaveLength(0);
    const one = await ports.get(page.items[0]?.refused_id ?? '');
    expect(JSON.parse(one.raw)).toMatchObject({ event_type: 'activity.learning.lesson_finished' });
    expect(one.beginning).toBe(one.raw.slice(0, 160));
  });

  test('are estimated, repaired in chunks and counted, each once', async () => {
    const type = 'activity.learning.lesson_done';
    await refuseMany(type, 250);
    const before = await storedOf('activity.learning.lesson_completed');
    const plan = { filter: { type }, operations: renamed('activity.learning.lesson_completed') };
    const estimate = await ports.estimate(plan);
    expect(estimate).toMatchObject({ total: 250, truncated: 0 });
    expect(estimate.samples).toHaveLength(5);
    for (const sample of estimate.samples) {
      expect(sample).toMatchObject({ ok: true, differences: [{ pointer: '/event_type', before: type }] });
    }
    expect(await storedOf('activity.learning.lesson_completed')).toBe(before);
    // Two workers and two runs of the same plan at once.
    const second = new RepairWorker({ sql: hub.sql, sources, onFailure: (failure) => console.error(failure) });
    const runs = [await ports.resubmitMany(plan), await ports.resubmitMany(plan)];
    worker.start();
    second.start();
    await expect
      .poll(async () => (await Promise.all(runs.map((run) => ports.progress(run.run_id)))).map((run) => run.state), {
        timeout: 30_000,
      })
      .toEqual(['finished', 'finished']);
    await second.stop();
    const ended = await Promise.all(runs.map((run) => ports.progress(run.run_id)));
    expect(ended.reduce((sum, run) => sum + run.resubmitted, 0)).toBe(250);
    for (const run of ended) expect(run.resubmitted + run.refused_again + run.skipped).toBe(250);
    expect(await storedOf('activity.learning.lesson_completed')).toBe((before ?? 0) + 250);
    expect((await ports.estimate(plan)).total).toBe(0);
  });

  test('are each published once although the worker is killed in the middle of a chunk', async () => {
    await worker.stop();
    const type = 'activity.learning.lesson_killed';
    await refuseMany(type, 150);
    const before = (await storedOf('activity.learning.lesson_completed')) ?? 0;
    const run = await ports.resubmitMany({
      filter: { type },
      operations: renamed('activity.learning.lesson_completed'),
    });
    const program = path.join(import.meta.dirname, 'testing/die-in-a-run.ts');
    const child = spawn(process.execPath, [program, database.url, '120'], { stdio: ['ignore', 'inherit', 'inherit'] });
    expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
    const [left] = await hub.sql<{ unfinished: number }[]>`
      select count(*)::int as unfinished from refused_event where state = 'resubmitting'`;
    expect(left?.unfinished).toBeGreaterThan(0);
    // Its heartbeat is lost after 15 s; nobody has to wait for that here.
    await hub.sql`update repair_run set heartbeat_at = heartbeat_at - interval '1 minute'`;
    worker = new RepairWorker({ sql: hub.sql, sources, onFailure: (failure) => console.error(failure) });
    worker.start();
    await expect.poll(async () => (await ports.progress(run.run_id)).state, { timeout: 30_000 }).toBe('finished');
    expect(await ports.progress(run.run_id)).toMatchObject({
      total: 150,
      resubmitted: 150,
      refused_again: 0,
      skipped: 0,
    });
    expect(await storedOf('activity.learning.lesson_completed')).toBe(before + 150);
  });

  test('that are refused again are named with their reason and stay open', async () => {
    const type = 'activity.learning.lesson_over';
    await refuseMany(type, 5);
    const run = await ports.resubmitMany({ filter: { type }, operations: renamed('activity.learning.lesson_gone') });
    await expect.poll(async () => (await ports.progress(run.run_id)).state).toBe('finished');
    const ended = await ports.progress(run.run_id);
    expect(ended).toMatchObject({ resubmitted: 0, refused_again: 5, skipped: 0, started_by: 'Ada' });
    expect(ended.failures[0]).toMatchObject({ code: 'unknown_event_type', pointer: '/event_type' });
    expect((await ports.search({ type, state: 'open' })).items).toHaveLength(5);
  });

  test('are repaired up to the chunk in which somebody cancels', async () => {
    const type = 'activity.learning.lesson_left';
    await refuseMany(type, 5);
    await worker.stop();
    const run = await ports.resubmitMany({
      filter: { type },
      operations: renamed('activity.learning.lesson_completed'),
    });
    await ports.cancel(run.run_id);
    worker = new RepairWorker({ sql: hub.sql, sources, onFailure: (failure) => console.error(failure) });
    worker.start();
    await expect.poll(async () => (await ports.progress(run.run_id)).state).toBe('cancelled');
    expect(await ports.progress(run.run_id)).toMatchObject({ total: 5, resubmitted: 0, skipped: 0 });
  });

  test('are discarded with a reason, and cannot be published after it', async () => {
    const type = 'activity.learning.lesson_left';
    expect(await ports.discard({ filter: { type }, reason: 'A test of the LMS.' })).toEqual({ discarded: 5, left: 0 });
    const [one] = (await ports.search({ type })).items;
    expect(one).toMatchObject({ state: 'discarded', settlement: { by: 'Ada', reason: 'A test of the LMS.' } });
    await expect(ports.resubmit({ refused_id: one?.refused_id ?? '' })).rejects.toMatchObject({
      code: 'not_repairable',
    });
  });

  test('leave a record of every act', async () => {
    const acts = await hub.sql<{ action: string }[]>`select distinct action from audit_entry order by action`;
    expect(acts.map((act) => act.action)).toEqual([
      'refused.discarded',
      'refused.repair_cancelled',
      'refused.repair_started',
    ]);
  });
});
