import { randomUUID } from 'node:crypto';
import { lockPlugin } from '@activity-hub/db/plugins/lock-plugin';
import { writeProcessRole } from '@activity-hub/db/plugins/write-process-role';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Answer, asOperator, type PeopleHub, startPeopleHub } from '../auth/testing/people-hub.ts';
import { sentEventFixture } from '../ingest/testing/sent-event-fixture.ts';
import { demandPromotable } from './promotable.ts';

let hub: PeopleHub;

beforeAll(async () => {
  hub = await startPeopleHub({ HUB_PROCESS_PORT: '0' }, ['ingest', 'process', 'query']);
  await vi.waitFor(async () => expect((await get('activity-score')).json['condition']).toBe('running'), waiting);
});

afterAll(() => hub.stop());

const waiting = { timeout: 20_000, interval: 100 };
const base = '/activity/plugins';
const scoreConfig = { weights: { 'activity.learning.**': 7 } };

const get = (path: string): Promise<Answer> =>
  hub.send(path === '' ? base : `${base}/${path}`, { headers: asOperator });
const post = (path: string, body: unknown = {}): Promise<Answer> =>
  hub.send(`${base}/${path}`, { method: 'POST', body, headers: asOperator });
const confirm = 'activity-score';

async function publish(events: number): Promise<void> {
  const sent = Array.from({ length: events }, () =>
    sentEventFixture({ event_id: randomUUID(), user_id: randomUUID() }),
  );
  const answer = await hub.send('/activity/events/batch', {
    method: 'POST',
    body: { events: sent },
    headers: asOperator,
  });
  expect(answer.status).toBe(200);
}

const caughtUp = (revision: string) =>
  vi.waitFor(async () => {
    const difference = (await get(`activity-score/revisions/${revision}/difference`)).json;
    expect(difference).toMatchObject({ cursors_equal: true });
    expect(difference['live_events']).toBeGreaterThan(0);
    return difference;
  }, waiting);

describe('the catalogue over HTTP', () => {
  it('lists what is shipped, how it runs, and what it can be configured with', async () => {
    const list = await get('');
    const ids = (list.json['items'] as { plugin_id: string }[]).map((item) => item.plugin_id);
    expect(ids).toEqual(expect.arrayContaining(['activity-score', 'streak']));
    const { json } = await get('activity-score');
    expect(json).toMatchObject({
      desired: 'running',
      condition: 'running',
      provenance: 'shipped',
      live_revision: '1.0.0',
      shadow_revision: null,
      status: { revision: '1.0.0' },
      config: {},
      revisions: [{ revision: '1.0.0', state: 'live', made_by: 'hub' }],
      manifest: { config_schema: { properties: { milestones: { type: 'array' } } } },
    });
  });

  it('refuses a configuration that does not fit, with every reason and its place', async () => {
    const refused = await post('activity-score/revisions', { config: { milestones: [-1, 'x'], unknown: 1 } });
    expect(refused).toMatchObject({ status: 422, json: { code: 'invalid_config' } });
    for (const place of ['config.unknown', 'config.milestones.0', 'config.milestones.1'])
      expect(refused.json['detail']).toContain(place);
    const weight = await post('activity-score/revisions', { config: { weights: { 'activity.work.**': 'much' } } });
    expect(weight.json['detail']).toContain('must be a number');
    expect((await get('activity-score')).json['shadow_revision']).toBeNull();
  });

  it('builds a shadow, shows its difference, promotes it when confirmed, goes back, and drops it', async () => {
    await publish(30);
    const made = await post('activity-score/revisions', { config: scoreConfig, note: 'Learning counts more.' });
    expect(made).toMatchObject({ status: 200, json: { live_revision: '1.0.0', shadow_revision: '1.0.0+2' } });
    expect(await post('activity-score/revisions', { config: scoreConfig })).toMatchObject({
      status: 409,
      json: { code: 'already_exists', detail: expect.stringContaining('1.0.0+2') },
    });

    const difference = await caughtUp('1.0.0+2');
    const windows = difference['windows'] as { window_kind: string; changed: number; same: number }[];
    expect(windows.map(({ window_kind }) => window_kind)).toEqual(['daily', 'hourly', 'monthly', 'weekly']);
    expect(windows[0]).toMatchObject({ changed: 30, same: 0, missing: 0, only_new: 0 });
    expect(difference['samples']).toHaveLength(20);

    const path = 'activity-score/revisions/1.0.0%2B2/promote';
    expect(await post(path, { confirm: 'yes' })).toMatchObject({ status: 422, json: { pointer: '/confirm' } });
    expect(await post(path, { confirm })).toMatchObject({
      status: 200,
      json: { live_revision: '1.0.0+2', config: scoreConfig, revisions: [{ state: 'live' }, { state: 'retired' }] },
    });
    expect(await post(path, { confirm })).toMatchObject({
      status: 409,
      json: { code: 'not_promotable', reasons: [{ code: 'live_already', values: { revision: '1.0.0+2' } }] },
    });
    expect(await post('activity-score/revisions/1.0.0%2B2/discard')).toMatchObject({ status: 409 });

    expect(await post('activity-score/rollback', { confirm })).toMatchObject({
      status: 200,
      json: { live_revision: '1.0.0' },
    });
    expect(await post('activity-score/revisions/1.0.0%2B2/discard')).toMatchObject({ status: 200 });
    const left = await hub.sql`
      select from held_state where processor = 'activity-score' and version = '1.0.0+2'`;
    expect(left).toHaveLength(0);
    expect(await get('activity-score/revisions/1.0.0%2B2/difference')).toMatchObject({ status: 409 });
  });

  it('says what a promotion waits for, and waits for nothing where nobody folds it', async () => {
    const made = await post('work-trace/revisions', { config: { entries: 20 } });
    expect(made).toMatchObject({ status: 200, json: { condition: 'running', shadow_revision: '1.0.0+2' } });
    await hub.sql`insert into inbox_head (processor, version, bucket, head) values ('work-trace/inbox', '1.0.0', 3, 7)`;
    const path = 'work-trace/revisions/1.0.0%2B2/promote';
    expect(await post(path, { confirm: 'work-trace' })).toMatchObject({
      status: 503,
      json: {
        code: 'plugin_busy',
        pointer: '/revision',
        detail: expect.stringContaining('7 events wait in the inbox'),
      },
    });
    await post('work-trace/pause');
    await vi.waitFor(async () => {
      // Its last word is of a moment ago.
      await hub.sql`update processor_status set seen_at = seen_at - interval '5 seconds' where processor = 'work-trace'`;
      expect((await get('work-trace')).json['condition']).toBe('paused');
    }, waiting);
    expect(await post(path, { confirm: 'work-trace' })).toMatchObject({
      status: 200,
      json: { live_revision: '1.0.0+2' },
    });
    await post('work-trace/resume');
  });

  it('promotes no shadow that does not run', async () => {
    await post('quality/revisions', { config: { trend_from: 0.2 } });
    const revision = '1.0.0+2';
    await vi.waitFor(async () => {
      const { statuses } = (await get('quality')).json as { statuses: { revision: string }[] };
      expect(statuses.map((status) => status.revision)).toContain(revision);
    }, waiting);
    // What the process role says of it would take the place of this within two seconds.
    await hub.sql.begin(async (transaction) => {
      await transaction`
        update processor_status set condition = 'refused', reason = 'It says 7.', reason_code = null, seen_at = now()
        where processor = 'quality' and version = ${revision}`;
      const plugin = await lockPlugin(transaction, 'quality');
      if (plugin === undefined) throw new Error('no quality');
      await expect(demandPromotable(transaction, plugin, revision)).rejects.toMatchObject({
        code: 'not_promotable',
        pointer: '/revision',
        reasons: [{ code: 'shadow_refused', values: { revision, reason: 'It says 7.' } }],
      });
    });
    await hub.sql`
      insert into processor_quarantine (processor, version, reason, reason_code, reason_values, lane, "offset")
      values ('quality', ${revision}, 'It used 300 MB.', 'memory', '{"used": 300, "allowed": 256}', 3, 17)`;
    const path = 'quality/revisions/1.0.0%2B2';
    expect(await post(`${path}/promote`, { confirm: 'quality' })).toMatchObject({
      status: 409,
      json: { code: 'not_promotable', pointer: '/revision', reasons: [{ code: 'shadow_quarantined' }] },
    });
    expect((await get('quality')).json).toMatchObject({
      condition: 'running',
      shadows: [{ revision, condition: 'quarantined', reason: 'It used 300 MB.', reason_code: 'memory' }],
    });
    await post('quality/reset-quarantine');
    // As soon as the process role has said again that it runs.
    await vi.waitFor(async () => {
      expect((await get('quality')).json['shadows']).toMatchObject([{ condition: 'running', reason: null }]);
      const promoted = await post(`${path}/promote`, { confirm: 'quality' });
      expect(promoted).toMatchObject({ status: 200, json: { live_revision: revision } });
    }, waiting);
  });

  it('goes back to no revision whose code refused its configuration, and to one that failed otherwise', async () => {
    const tried = (code: string, fields: string) =>
      hub.sql.begin(async (transaction) => {
        await transaction`
          update processor_status set condition = 'refused', reason = 'It did not start.', reason_code = ${code},
            reason_values = ${fields}::text::jsonb, seen_at = now() - interval '9 days'
          where processor = 'quality' and version = '1.0.0'`;
        const plugin = await lockPlugin(transaction, 'quality');
        if (plugin === undefined) throw new Error('no quality');
        await demandPromotable(transaction, plugin, '1.0.0');
      });
    await expect(tried('config', '{"reason":"It says 7."}')).rejects.toMatchObject({
      code: 'not_promotable',
      pointer: '/revision',
      message: expect.stringContaining('configure it anew'),
      reasons: [{ code: 'retired_refused', values: { revision: '1.0.0' } }],
    });
    await expect(tried('no_python', '{}')).resolves.toBeUndefined();
    await hub.sql`
      insert into processor_quarantine (processor, version, reason) values ('quality', '1.0.0', 'It looped.')`;
    expect(await post('quality/rollback', { confirm: 'quality' })).toMatchObject({
      status: 409,
      json: { code: 'not_promotable', pointer: '/revision', reasons: [{ code: 'shadow_quarantined' }] },
    });
    await post('quality/reset-quarantine');
    expect(await post('quality/rollback', { confirm: 'quality' })).toMatchObject({
      status: 200,
      json: { live_revision: '1.0.0' },
    });
  });

  it('pauses, resumes, disables, enables and restarts; each is audited, and what changes nothing is not', async () => {
    const condition = async () => (await get('streak')).json['condition'];
    expect((await post('streak/pause')).json['desired']).toBe('paused');
    await vi.waitFor(async () => expect(await condition()).toBe('paused'), waiting);
    await post('streak/pause');
    await post('streak/resume');
    await vi.waitFor(async () => expect(await condition()).toBe('running'), waiting);
    expect((await post('streak/disable')).json['desired']).toBe('disabled');
    expect((await post('streak/enable')).json['desired']).toBe('running');
    expect((await post('streak/restart')).json['restarts']).toBe(1);
    const audit = await hub.send('/activity/audit?subject=plugin:streak', { headers: asOperator });
    const actions = (audit.json['items'] as { action: string }[]).map(({ action }) => action);
    expect(actions.toReversed()).toEqual(
      ['paused', 'resumed', 'disabled', 'enabled', 'restarted'].map((verb) => `plugin.${verb}`),
    );
  });

  it('shows a quarantine and lifts it', async () => {
    await hub.sql`
      insert into processor_quarantine (processor, version, reason, reason_code, reason_values, lane, "offset")
      values ('streak', '1.1.0', 'It used 300 MB.', 'memory', '{"used": 300, "allowed": 256}', 3, 17)`;
    const told = { reason: 'It used 300 MB.', reason_code: 'memory', reason_values: { used: 300, allowed: 256 } };
    expect((await get('streak')).json).toMatchObject({
      condition: 'quarantined',
      ...told,
      quarantines: [{ ...told, revision: '1.1.0', lane: 3, offset: 17 }],
    });
    await hub.sql`update processor_quarantine set reason_code = 'of_a_newer_hub'`;
    expect((await get('streak')).json).toMatchObject({ reason: 'It used 300 MB.', reason_code: null });
    expect((await post('streak/reset-quarantine')).json).toMatchObject({ quarantines: [], restarts: 2 });
  });

  it('reads the log page by page, groups errors, and sums up time series', async () => {
    await hub.sql`
      insert into plugin_log (plugin_id, level, message)
      select 'overactivity', case when n % 2 = 0 then 'warn' else 'debug' end, 'line ' || n from generate_series(1, 6) as n`;
    const first = await get('overactivity/logs?level=warn&limit=2');
    expect((first.json['items'] as { message: string }[]).map(({ message }) => message)).toEqual(['line 6', 'line 4']);
    const next = await get(`overactivity/logs?level=warn&limit=2&cursor=${String(first.json['next_cursor'])}`);
    expect(next.json).toMatchObject({ items: [{ message: 'line 2', message_code: null }], next_cursor: null });
    expect(await get('overactivity/logs?cursor=abc')).toMatchObject({ status: 400, json: { code: 'invalid_cursor' } });

    await hub.sql`
      insert into plugin_error (processor, version, lane, "offset", event_id, reason)
      select 'overactivity', '1.0.0', 1, n, gen_random_uuid(), 'user ' || n || ' has no zone' from generate_series(1, 9) as n
      union all select 'overactivity', '1.0.0', 2, 1, gen_random_uuid(), 'other'`;
    const errors = await get('overactivity/errors');
    expect(errors.json).toMatchObject({
      more: false,
      items: [{ count: 9 }, { count: 1, reason: 'other', reason_code: 'threw', reason_values: { message: 'other' } }],
    });
    expect((errors.json['items'] as { samples: unknown[] }[])[0]?.samples).toHaveLength(5);

    await hub.sql`
      insert into activity_metrics (processor, version, "timestamp", metric_type, value)
      select 'overactivity', '1.0.0', now() - n * interval '1 millisecond', 'load', n from generate_series(1, 3) as n`;
    const { json } = await get('overactivity/metrics');
    expect(json).toMatchObject({ metrics: [{ metric_type: 'load', days: [{ points: 3, mean: 2, min: 1, max: 3 }] }] });
  });

  it('answers for a plugin or a revision that does not exist', async () => {
    for (const path of ['no-such', 'no-such/revisions', 'no-such/logs', 'no-such/errors', 'no-such/metrics'])
      expect([path, (await get(path)).status]).toEqual([path, 404]);
    for (const path of ['no-such/pause', 'no-such/revisions/1.0.0/discard', 'streak/revisions/9.9.9/discard'])
      expect([path, (await post(path)).status]).toEqual([path, 404]);
    expect(await post('streak/revisions/9.9.9/promote', { confirm: 'streak' })).toMatchObject({ status: 404 });
    expect(await get('streak/revisions/9.9.9/difference')).toMatchObject({ status: 404 });
    expect(await get('No_Such')).toMatchObject({ status: 400, json: { code: 'invalid_query' } });
    expect(await post('streak/rollback', { confirm: 'streak' })).toMatchObject({
      status: 409,
      json: { code: 'not_promotable', pointer: '/plugin_id' },
    });
    expect(await post('no-such/rollback', { confirm: 'no-such' })).toMatchObject({ status: 404 });
  });

  it('shows a plugin whose manifest is broken, with why it does not run', async () => {
    // Another process role has it, or it would be forgotten.
    await writeProcessRole(hub.sql, { role_id: randomUUID(), versions: { broken: [] }, starting: [], passed_over: [] });
    await hub.sql`
      insert into plugin (plugin_id, kind, manifest, provenance, refusal)
      values ('broken', 'aggregator', '{"id": 7}', 'installed', 'Its manifest is wrong: id must be a text.')`;
    expect((await get('broken')).json).toMatchObject({ condition: 'refused', title: { en: 'broken' } });
    const refused = { status: 409, json: { code: 'not_promotable', pointer: '/plugin_id' } };
    expect(await post('broken/revisions', { config: {} })).toMatchObject(refused);
    expect(await post('broken/revisions/1.0.0/promote', { confirm: 'broken' })).toMatchObject(refused);
    expect(await post('broken/rollback', { confirm: 'broken' })).toMatchObject(refused);
  });
});
