import { randomUUID } from 'node:crypto';
import type { AnyAggregator } from '@activity-hub/contracts/plugin/aggregator';
import { listPassedOver } from '@activity-hub/db/plugins/list-passed-over';
import { listPlugins } from '@activity-hub/db/plugins/list-plugins';
import { promoteRevision } from '@activity-hub/db/plugins/promote-revision';
import { registerPlugin } from '@activity-hub/db/plugins/register-plugin';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type AvailablePlugin, type InstalledPlugins, shippedPlugin } from './available-plugin.ts';
import type { Processing } from './start-processing.ts';
import { appendAll, eventToAppend } from './testing/append-fixtures.ts';
import { attendance } from './testing/attendance.ts';
import { ProcessingHarness } from './testing/processing-harness.ts';

/** Of installed plugins. */
const none: InstalledPlugins = { list: async () => [], awaited: () => [], passedOver: () => [] };

let harness: ProcessingHarness;

beforeEach(async () => {
  harness = await ProcessingHarness.open();
});

afterEach(() => harness.close());

const users = Array.from({ length: 20 }, () => randomUUID());
const events = (count: number) =>
  Array.from({ length: count }, (_, index) => eventToAppend({ user_id: users[index % users.length] ?? null }));

/** Attendance of another version that counts double. */
const double = {
  ...attendance,
  manifest: { ...attendance.manifest, version: '2.0.0' },
  apply: (state, event, config) => ({ ...attendance.apply(state as never, event, config), doubled: true }),
} as AnyAggregator;

const named = (id: string) => ({ ...attendance, manifest: { ...attendance.manifest, id } }) as AnyAggregator;

async function derivedBy(version: string): Promise<number> {
  const [row] = await harness.sql<{ n: number }[]>`
    select count(*)::float8 as n from event where metadata->>'processor_version' = ${version}
      and event_type = 'activity.milestone.reached'`;
  return row?.n ?? 0;
}

async function conditions(processing: Processing): Promise<readonly string[]> {
  return processing.statuses().map(({ version, condition }) => `${version} ${condition}`);
}

async function seen(version: string): Promise<readonly number[]> {
  const rows = await harness.sql<{ seen: number }[]>`
    select (state->>'seen')::float8 as seen from processor_state
    where processor = 'attendance' and version = ${version} and window_kind = 'all' order by key`;
  return rows.map((row) => row.seen);
}

describe('the supervisor of plugins', () => {
  it('pauses, resumes and restarts a plugin as the catalogue says', async () => {
    const processing = await harness.start(attendance as AnyAggregator);
    await appendAll(harness.log, events(40));
    await harness.settled(processing);
    await harness.sql`update plugin set paused = true`;
    await vi.waitFor(async () => expect(await conditions(processing)).toEqual([]), { timeout: 5_000 });
    await appendAll(harness.log, events(20));
    await harness.sql`update plugin set paused = false, restarts = restarts + 1`;
    await vi.waitFor(async () => expect(await conditions(processing)).toEqual(['1.0.0 running']), { timeout: 5_000 });
    await harness.settled(processing);
    expect(await seen('1.0.0')).toEqual(users.map(() => 3));
    const lines = await harness.sql`select message from plugin_log order by log_id`;
    expect(lines.map((line) => line['message'])).toEqual(['Started as live.', 'Stopped.', 'Started as live.']);

    await harness.sql`insert into processor_quarantine (processor, version, reason) values ('attendance', '1.0.0', 'Looped.')`;
    await harness.sql`update plugin set restarts = restarts + 1`;
    await vi.waitFor(async () => {
      const [last] = await harness.sql`
        select message, message_code, message_values from plugin_log order by log_id desc limit 1`;
      expect(last).toEqual({
        message: 'Started as live. It stays quarantined: Looped.',
        message_code: 'started_quarantined',
        message_values: { state: 'live', reason: 'Looped.', reason_code: 'other', message: 'Looped.' },
      });
    });
  });

  it('lets a new plugin catch up with history in silence, and join without gap or repeat', async () => {
    await appendAll(harness.log, events(100));
    const processing = await harness.start(attendance as AnyAggregator);
    await harness.settled(processing);
    expect(await seen('1.0.0')).toEqual(users.map(() => 5));
    expect(await derivedBy('1.0.0')).toBe(0);
    await appendAll(harness.log, events(20));
    await harness.settled(processing);
    // The sixth event of everybody.
    expect(await derivedBy('1.0.0')).toBe(users.length);
  });

  it('builds a new version as a shadow, promotes it and goes back, deriving everything once', async () => {
    const first = await harness.start(attendance as AnyAggregator);
    await appendAll(harness.log, events(60));
    await harness.settled(first);
    await harness.stop(first);

    const both = await harness.start(attendance as AnyAggregator, double);
    await appendAll(harness.log, events(40));
    await harness.settled(both);
    expect(await conditions(both)).toEqual(['1.0.0 running', '2.0.0 running']);
    expect(await seen('2.0.0')).toEqual(await seen('1.0.0'));
    expect([await derivedBy('1.0.0'), await derivedBy('2.0.0')]).toEqual([users.length, 0]);

    // Events come all the while.
    await Promise.all([
      appendAll(harness.log, events(20)),
      vi.waitFor(async () => expect(await promoteRevision(harness.sql, 'attendance', '2.0.0', 'anna')).toBeNull()),
    ]);
    await vi.waitFor(async () => expect(await conditions(both)).toEqual(['2.0.0 running']), { timeout: 5_000 });
    await harness.settled(both);
    expect((await derivedBy('1.0.0')) + (await derivedBy('2.0.0'))).toBe(2 * users.length);
    await appendAll(harness.log, events(60));
    await harness.settled(both);
    expect(await seen('2.0.0')).toEqual(users.map(() => 9));
    expect((await derivedBy('1.0.0')) + (await derivedBy('2.0.0'))).toBe(3 * users.length);

    expect(await promoteRevision(harness.sql, 'attendance', '1.0.0', 'anna')).toBeNull();
    await vi.waitFor(async () => expect(await conditions(both)).toEqual(['1.0.0 running']), { timeout: 5_000 });
    await appendAll(harness.log, events(60));
    await harness.settled(both);
    expect(await seen('1.0.0')).toEqual(users.map(() => 12));
    expect((await derivedBy('1.0.0')) + (await derivedBy('2.0.0'))).toBe(4 * users.length);
  });

  it('hands over to newer code when that of the live revision is gone', async () => {
    const first = await harness.start(attendance as AnyAggregator);
    await appendAll(harness.log, events(40));
    await harness.settled(first);
    await harness.stop(first);
    await appendAll(harness.log, events(20));
    const second = await harness.start(double);
    await vi.waitFor(async () => expect(await conditions(second)).toEqual(['2.0.0 running']), { timeout: 5_000 });
    await harness.settled(second);
    expect(await seen('2.0.0')).toEqual(users.map(() => 3));
    // The third event of everybody came after the old code had stopped.
    expect(await derivedBy('2.0.0')).toBe(users.length);
  });

  it('goes on with what was live before when nothing else is left, and counts what it missed once', async () => {
    const first = await harness.start(attendance as AnyAggregator);
    await appendAll(harness.log, events(40));
    await harness.settled(first);
    await harness.stop(first);
    const second = await harness.start(double);
    await vi.waitFor(async () => expect(await conditions(second)).toEqual(['2.0.0 running']), { timeout: 5_000 });
    await appendAll(harness.log, events(20));
    await harness.settled(second);
    await harness.stop(second);
    await appendAll(harness.log, events(20));
    await harness.sql`update processor_status set seen_at = now() - interval '1 minute'`;

    const third = await harness.start(attendance as AnyAggregator);
    await vi.waitFor(async () => expect(await conditions(third)).toEqual(['1.0.0 running']), { timeout: 5_000 });
    await appendAll(harness.log, events(40));
    await harness.settled(third);
    expect(await seen('1.0.0')).toEqual(users.map(() => 6));
    expect([await derivedBy('2.0.0'), await derivedBy('1.0.0')]).toEqual([users.length, users.length]);
    const lines = await harness.sql`select message from plugin_log where level = 'warn' order by log_id desc limit 1`;
    expect(lines[0]?.['message']).toMatch(/^Took over from 2\.0\.0, whose code is gone\. It was live before/);
  });

  it('says of several process roles which versions are at hand, and of one that is gone no more', async () => {
    const versions = async () => (await listPlugins(harness.sql, 'attendance'))[0]?.versions;
    const both = await harness.start(attendance as AnyAggregator, double);
    const [role] = await harness.sql<{ role_id: string }[]>`select role_id from process_role`;
    await harness.start(attendance as AnyAggregator);
    expect(await versions()).toEqual(['1.0.0', '2.0.0']);
    await harness.stop(both);
    expect(await versions()).toEqual(['1.0.0', '2.0.0']);
    await harness.sql`
      update process_role set seen_at = now() - interval '16 seconds' where role_id = ${role?.role_id ?? ''}`;
    expect(await versions()).toEqual(['1.0.0']);
    await harness.sql`update process_role set seen_at = now() - interval '16 seconds'`;
    await vi.waitFor(async () => expect(await versions()).toEqual(['1.0.0']), { timeout: 5_000 });
  });

  it('says which folders it passes over, and no more of one that was renamed', async () => {
    let folders = ['My plugin', 'Weeks'];
    const passedOver = () =>
      folders.map((folder) => ({ folder, fault: { code: 'folder_no_id', values: { folder } } as const }));
    await harness.startWith([named('early')], { ...none, passedOver });
    const listed = async () => (await listPassedOver(harness.sql)).map(({ folder }) => folder);
    expect(await listed()).toEqual(folders);
    folders = ['Weeks'];
    await vi.waitFor(async () => expect(await listed()).toEqual(folders), { timeout: 5_000 });
  });

  it('forgets after its start what never ran and has no folder, once all folders were looked at', async () => {
    const common = {
      kind: 'aggregator',
      version: '1.0.0',
      manifest: {},
      provenance: 'installed',
      defaults: {},
    } as const;
    const refusal = { code: 'no_main', values: { main: 'main.py' } } as const;
    for (const plugin_id of ['away', 'late']) await registerPlugin(harness.sql, { ...common, plugin_id, refusal });
    await registerPlugin(harness.sql, { ...common, plugin_id: 'ran', refusal: null });
    let awaited = ['late'];
    await harness.startWith([named('early')], { ...none, awaited: () => awaited });
    const listed = async () => (await listPlugins(harness.sql, null)).map(({ plugin_id }) => plugin_id);
    expect(await listed()).toEqual(['early', 'late', 'ran']);
    awaited = [];
    await vi.waitFor(async () => expect(await listed()).toEqual(['early', 'ran']), { timeout: 5_000 });
  });

  it('says what it is about to run, and how the others run, while a plugin takes its time to start', async () => {
    const started = Promise.withResolvers<void>();
    const known = shippedPlugin(named('slow'), '0.1.0', { entering: () => undefined, left: () => undefined });
    const slow: AvailablePlugin = {
      ...known,
      open: async (...given) => {
        await started.promise;
        return known.open(...given);
      },
    };
    let answers = false;
    const list = async () => (answers ? [slow] : []);
    const first = harness.startWith([named('early')], { ...none, list: async () => [slow] });
    const starting = async () =>
      (await listPlugins(harness.sql, null)).flatMap((plugin) => (plugin.starting ? plugin.plugin_id : []));
    const seen = async () => (await harness.sql`select processor from processor_status`).map((row) => row['processor']);
    await vi.waitFor(async () => expect([await starting(), await seen()]).toEqual([['slow'], ['early']]), {
      timeout: 5_000,
    });
    started.resolve();
    await harness.stop(await first);
    await harness.sql`update process_role set seen_at = now() - interval '1 minute'`;

    const second = await harness.startWith([named('early')], {
      ...none,
      list,
      awaited: () => (answers ? [] : ['slow']),
    });
    expect(await starting()).toEqual(['slow']);
    answers = true;
    await vi.waitFor(() => expect(second.statuses()).toHaveLength(2), { timeout: 5_000 });
    await vi.waitFor(async () => expect(await starting()).toEqual([]), { timeout: 5_000 });
  });

  it('says of a revision that does not start why, where everybody looks', async () => {
    await harness.start(attendance as AnyAggregator);
    await harness.sql`
      insert into plugin_revision (plugin_id, revision, plugin_version, config, state, made_by)
      values ('attendance', '1.0.0+2', '1.0.0', '{"unknown": 1}', 'shadow', 'anna')`;
    await vi.waitFor(
      async () =>
        expect(
          await harness.sql`select condition, reason, reason_code from processor_status where version = '1.0.0+2'`,
        ).toEqual([
          {
            condition: 'refused',
            reason: expect.stringContaining('Its configuration does not fit'),
            reason_code: 'config',
          },
        ]),
      { timeout: 10_000 },
    );
  });

  it('folds keys that cross streams', async () => {
    const byWork = {
      ...attendance,
      manifest: { ...attendance.manifest, id: 'by-work', scope: 'custom' },
      keyOf: (event) => (typeof event.payload['work_id'] === 'string' ? event.payload['work_id'] : undefined),
    } as AnyAggregator;
    const processing = await harness.start(byWork);
    const works = ['w1', 'w2', 'w3'];
    await appendAll(
      harness.log,
      Array.from({ length: 90 }, (_, index) =>
        eventToAppend({
          user_id: users[index % users.length] ?? null,
          payload: { work_id: works[index % works.length] ?? '' },
        }),
      ),
    );
    const states = () => harness.sql`
      select key, (state->>'seen')::float8 as seen from processor_state
      where processor = 'by-work' and window_kind = 'all' order by key`;
    await vi.waitFor(async () => expect([...(await states())]).toEqual(works.map((key) => ({ key, seen: 30 }))), {
      timeout: 10_000,
    });
    await harness.settled(processing);
    const [milestones] = await harness.sql`
      select count(*)::float8 as n from event where event_type = 'activity.milestone.reached'`;
    expect(milestones?.['n']).toBe(30);
  });
});
