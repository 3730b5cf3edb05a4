import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Answer, asOperator, type PeopleHub, startPeopleHub } from '../auth/testing/people-hub.ts';
import { sentEventFixture } from '../ingest/testing/sent-event-fixture.ts';

let hub: PeopleHub;
const user = randomUUID();

beforeAll(async () => {
  hub = await startPeopleHub({ HUB_PROCESS_PORT: '0' }, ['ingest', 'process', 'query']);
  await vi.waitFor(async () => {
    for (const plugin of ['activity-score', 'work-trace'])
      expect((await get(plugin)).json['condition']).toBe('running');
  }, waiting);
  const events = Array.from({ length: 5 }, () => sentEventFixture({ event_id: randomUUID(), user_id: user }));
  const sent = { method: 'POST', body: { events }, headers: asOperator };
  expect((await hub.send('/activity/events/batch', sent)).status).toBe(200);
});

afterAll(() => hub.stop());

const waiting = { timeout: 20_000, interval: 100 };
const base = '/activity/plugins';

const get = (path: string): Promise<Answer> => hub.send(`${base}/${path}`, { headers: asOperator });
const post = (path: string, body: unknown = {}): Promise<Answer> =>
  hub.send(`${base}/${path}`, { method: 'POST', body, headers: asOperator });
const promote = (plugin: string, number: number) =>
  post(`${plugin}/revisions/1.0.0%2B${number}/promote`, { confirm: plugin });
const score = async () =>
  (await hub.send(`/activity/users/${user}/score?from=2026-05-30&to=2026-06-03`, { headers: asOperator })).json[
    'total'
  ];

interface Window {
  readonly window_kind: string;
  readonly same: number;
  readonly changed: number;
  readonly missing: number;
  readonly only_new: number;
}

/** By kind of window, once both have looked at all of the log. */
function comparedWith(plugin: string, revision: string): Promise<Record<string, Omit<Window, 'window_kind'>>> {
  return vi.waitFor(async () => {
    const { json } = await get(`${plugin}/revisions/${encodeURIComponent(revision)}/difference`);
    expect(json).toMatchObject({ cursors_equal: true, not_reached: 0 });
    expect(json['live_events']).toBeGreaterThan(0);
    const windows = json['windows'] as Window[];
    return Object.fromEntries(windows.map(({ window_kind, ...counts }) => [window_kind, counts]));
  }, waiting);
}

const allSame = { same: 1, changed: 0, missing: 0, only_new: 0 };
const refusedWith = (code: string, values: object, status = 409) => ({
  status,
  json: { pointer: '/plugin_id', reasons: [{ code, values: expect.objectContaining(values) }] },
});

describe('folding again from history', () => {
  it('builds the same beside the live revision, which is promoted, left and gone back to', async () => {
    const made = await post('activity-score/fold-again', { note: 'The disk failed.' });
    expect(made).toMatchObject({
      status: 200,
      json: {
        live_revision: '1.0.0',
        shadow_revision: '1.0.0+2',
        revisions: [
          { revision: '1.0.0+2', plugin_version: '1.0.0', config: {}, state: 'shadow', note: 'The disk failed.' },
          { revision: '1.0.0', plugin_version: '1.0.0', config: {}, state: 'live' },
        ],
      },
    });
    expect(await comparedWith('activity-score', '1.0.0+2')).toEqual({
      daily: allSame,
      hourly: allSame,
      monthly: allSame,
      weekly: allSame,
    });

    expect(await promote('activity-score', 2)).toMatchObject({ status: 200, json: { live_revision: '1.0.0+2' } });
    expect(await post('activity-score/rollback', { confirm: 'activity-score' })).toMatchObject({
      status: 200,
      json: { live_revision: '1.0.0', revisions: [{ state: 'retired' }, { state: 'live' }] },
    });
    const named = { confirm: 'activity-score', revision: '1.0.0+2' };
    expect(await post('activity-score/rollback', named)).toMatchObject({ json: { live_revision: '1.0.0+2' } });

    const audit = await hub.send('/activity/audit?subject=plugin:activity-score', { headers: asOperator });
    expect((audit.json['items'] as unknown[]).at(-1)).toMatchObject({
      action: 'plugin.folded_again',
      before: { revision: '1.0.0' },
      after: { revision: '1.0.0+2' },
    });
  });

  it('shows which states of the live revision are damaged, and heals them once it is promoted', async () => {
    const before = await score();
    expect(before).toBeGreaterThan(0);
    await hub.sql`
      update state_front set daily_entry = regexp_replace(daily_entry, '"score": ?[0-9.]+', '"score": 9999')
      where processor = 'activity-score' and version = '1.0.0+2' and key = ${user}`;
    expect(await score()).toBe(9999);
    expect(await post('activity-score/fold-again')).toMatchObject({ json: { shadow_revision: '1.0.0+3' } });
    const { daily } = await comparedWith('activity-score', '1.0.0+3');
    expect(daily).toEqual({ ...allSame, same: 0, changed: 1 });
    expect(await promote('activity-score', 3)).toMatchObject({ status: 200, json: { live_revision: '1.0.0+3' } });
    expect(await score()).toBe(before);
    await post('activity-score/rollback', { confirm: 'activity-score' });
    expect(await score()).toBe(9999);
  });

  it('folds again what goes through an inbox', async () => {
    expect(await post('work-trace/fold-again')).toMatchObject({ status: 200, json: { shadow_revision: '1.0.0+2' } });
    for (const counts of Object.values(await comparedWith('work-trace', '1.0.0+2')))
      expect(counts).toMatchObject({ changed: 0, missing: 0, only_new: 0 });
    expect(await promote('work-trace', 2)).toMatchObject({ status: 200, json: { live_revision: '1.0.0+2' } });
  });
});

describe('folding again is refused', () => {
  it('where such a shadow is built already, or too many are; configuring asks what it asked before', async () => {
    expect(await post('velocity/fold-again')).toMatchObject({ status: 200 });
    const revision = '1.0.0+2';
    expect(await post('velocity/fold-again')).toMatchObject(refusedWith('same_shadow', { revision }));
    expect(await post('velocity/revisions', { config: {} })).toMatchObject({
      status: 409,
      json: { code: 'already_exists', pointer: '/config', reasons: [{ code: 'same_revision' }] },
    });
    await post('velocity/revisions/1.0.0%2B2/discard');
    await hub.sql`
      insert into plugin_revision (plugin_id, revision, plugin_version, config, state, made_by)
      select 'velocity', '1.0.0+' || n, '1.0.0', jsonb_build_object('n', n), 'shadow', 'hub'
      from generate_series(3, 5) as n`;
    expect(await post('velocity/fold-again')).toMatchObject(refusedWith('many_shadows', { most: 3 }, 422));
  });

  it('where there is no such plugin, it never ran, cannot run, or its code is another one or gone', async () => {
    expect(await post('no-such/fold-again')).toMatchObject(refusedWith('unknown_plugin', { plugin: 'no-such' }, 404));
    const installed = async (plugin: string, refusal: string | null, live: string | null) => {
      await hub.sql`
        insert into plugin (plugin_id, kind, manifest, provenance, refusal, live_revision)
        values (${plugin}, 'aggregator', ${JSON.stringify({ id: plugin, version: '1.1.0' })}::text::json, 'installed',
          ${refusal}, ${live})
        on conflict do nothing`;
      if (live === null) return;
      await hub.sql`
        insert into plugin_revision (plugin_id, revision, plugin_version, config, state, made_by)
        values (${plugin}, ${live}, ${live}, '{}', 'live', 'hub')
        on conflict do nothing`;
    };
    await installed('broken', 'Its manifest is wrong.', '1.1.0');
    await installed('new-here', null, null);
    await installed('moved-on', null, '1.0.0');
    await installed('gone', null, '1.1.0');
    const refusals = {
      broken: ['fold_again_refused', { reason: 'Its manifest is wrong.' }],
      'new-here': ['nothing_folded', { plugin: 'new-here' }],
      'moved-on': ['live_of_other_code', { revision: '1.0.0', version: '1.0.0', installed: '1.1.0' }],
      gone: ['no_installed_code', { revision: '1.1.0', version: '1.1.0' }],
    } as const;
    for (const [plugin, [code, values]] of Object.entries(refusals)) {
      const refused = await post(`${plugin}/fold-again`);
      expect(refused).toMatchObject(refusedWith(code, values));
      expect(refused.json['code']).toBe('not_promotable');
    }
  });
});
