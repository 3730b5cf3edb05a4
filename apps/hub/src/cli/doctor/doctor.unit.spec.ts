import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { LaneCheckpoint, LaneHead } from '@activity-hub/db/queries/read-progress';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { judgeConsumers } from './diagnose-consumers.ts';
import { diagnoseFolders } from './diagnose-folders.ts';
import { diagnoseMachine, judgeDisk, judgeNode } from './diagnose-machine.ts';
import { type JudgedPlugin, judgePlugins } from './diagnose-plugins.ts';
import { judgeMigrations, judgePartitions, judgeSettings, judgeVersion } from './diagnose-postgres.ts';
import { judgeSinks } from './diagnose-sinks.ts';
import { diagnosesOf, reasonWithoutAddress } from './diagnosis.ts';
import { describeDiagnoses, hasFailure } from './doctor-report.ts';
import { findServers, shownAddress } from './find-servers.ts';

const now = Date.parse('2026-11-23T12:00:00.000Z');
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'doctor-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('judgements', () => {
  test('of the machine', () => {
    expect([judgeNode('20.19.0').level, judgeNode('24.21.0').level]).toEqual(['failure', 'well']);
    expect([judgeDisk(5e8).level, judgeDisk(2e9).level, judgeDisk(9e9).level]).toEqual(['failure', 'warning', 'well']);
  });

  test('of PostgreSQL', () => {
    expect([judgeVersion('17.2', 170_002).level, judgeVersion('18.4', 180_004).level]).toEqual(['failure', 'well']);
    const on = new Map([
      ['fsync', 'on'],
      ['synchronous_commit', 'on'],
      ['full_page_writes', 'on'],
    ]);
    expect(judgeSettings(on).level).toBe('well');
    expect(judgeSettings(new Map([...on, ['synchronous_commit', 'off']]))).toMatchObject({
      level: 'failure',
      detail: 'synchronous_commit is off',
    });
  });

  test('of migrations', () => {
    const known = [
      { when: 1, tag: '0000_a' },
      { when: 2, tag: '0001_b' },
    ];
    expect(judgeMigrations([1, 2], known).level).toBe('well');
    expect(judgeMigrations([1], known)).toMatchObject({ level: 'failure', detail: 'not applied: 0001_b' });
    expect(judgeMigrations([], known).level).toBe('failure');
    expect(judgeMigrations([1, 2, 3], known).level).toBe('warning');
  });

  test('of partitions', () => {
    expect(judgePartitions(undefined, now).level).toBe('failure');
    expect(judgePartitions('2026-11-01T00:00:00.000Z', now).level).toBe('failure');
    expect(judgePartitions('2026-12-01T00:00:00.000Z', now).level).toBe('warning');
    expect(judgePartitions('2027-03-01T00:00:00.000Z', now).level).toBe('well');
  });

  test('of consumers', () => {
    const heads: LaneHead[] = [0, 1].map((lane) => ({ lane, head: 10, recorded_at: '2026-11-23T11:59:00.000000Z' }));
    const at = (processor: string, offset: number, since: string | null): LaneCheckpoint[] =>
      heads.map(({ lane }) => ({
        processor,
        version: '1.0.0',
        lane,
        offset,
        waiting_since: since,
        rests: false,
        builds: false,
      }));
    const plugins = new Set(['streak', 'activity-score', 'overactivity']);
    const judged = judgeConsumers(
      {
        heads,
        checkpoints: [
          ...at('streak', 10, null),
          ...at('activity-score', 8, '2026-11-23T11:59:58.000000Z'),
          ...at('overactivity', 0, '2026-11-23T11:50:00.000000Z'),
          ...at('clickhouse', 3, '2026-11-23T11:50:00.000000Z'),
        ],
      },
      [{ processor: 'clickhouse', revision: '1.0.0', reason: 'It looped.' }],
      plugins,
      now,
    );
    expect(judged.map(({ name, level }) => [name, level])).toEqual([
      ['event log', 'well'],
      ['activity-score 1.0.0', 'well'],
      ['clickhouse 1.0.0', 'failure'],
      ['overactivity 1.0.0', 'warning'],
      ['streak 1.0.0', 'well'],
    ]);
    expect(judged[3]?.detail).toBe('20 events behind, the oldest for 600 s');
    expect(judgeConsumers({ heads, checkpoints: [] }, [], plugins, now)[1]?.level).toBe('failure');
    const built = at('streak', 0, '2026-11-23T11:50:00.000000Z').map((lane) => ({ ...lane, builds: true }));
    expect(judgeConsumers({ heads, checkpoints: built }, [], plugins, now)[1]).toMatchObject({
      level: 'well',
      detail: 'is built from history, 20 events to go',
    });
    const resting = at('streak', 0, '2026-11-23T11:50:00.000000Z').map((lane) => ({ ...lane, rests: true }));
    expect(judgeConsumers({ heads, checkpoints: resting }, [], plugins, now)[1]?.level).toBe('well');
  });

  test('of a quarantined plugin, once', () => {
    const heads: LaneHead[] = [{ lane: 0, head: 10, recorded_at: '2026-11-23T11:59:00.000000Z' }];
    const since = '2026-11-23T11:50:00.000000Z';
    const lane: LaneCheckpoint = {
      processor: 'streak/inbox',
      version: '1.0.0',
      lane: 0,
      offset: 3,
      waiting_since: since,
      rests: false,
      builds: false,
    };
    const stopped = [{ processor: 'streak/inbox', revision: '1.0.0', reason: 'It looped.' }];
    const judge = (checkpoint: LaneCheckpoint) =>
      judgeConsumers({ heads, checkpoints: [checkpoint] }, stopped, new Set(['streak']), now).slice(1);
    expect(judge(lane)).toEqual([]);
    expect(judge({ ...lane, version: '2.0.0' })).toMatchObject([{ name: 'streak/inbox 2.0.0', level: 'warning' }]);
    expect(judge({ ...lane, rests: true })).toMatchObject([{ level: 'well' }]);
  });

  test('of plugins, with what to do', () => {
    const plugin: JudgedPlugin = {
      plugin_id: 'streak',
      refusal: null,
      enabled: true,
      paused: false,
      live_revision: '1.0.0',
      versions: ['1.0.0'],
    };
    const judge = (more: Partial<JudgedPlugin>, quarantines: { reason: string }[] = []) =>
      judgePlugins(
        [{ ...plugin, ...more }],
        quarantines.map((quarantine) => ({ ...quarantine, processor: 'streak', revision: '1.0.0' })),
      );
    expect(judge({})).toEqual([]);
    expect(judge({ refusal: 'It was written for hub ^9.0.0.' })).toMatchObject([
      { level: 'failure', advice: expect.stringContaining('plugin disable streak') },
    ]);
    expect(judge({ refusal: 'It was written for hub ^9.0.0.', enabled: false })[0]?.level).toBe('well');
    expect(judge({ enabled: false }, [{ reason: 'It looped.' }]).map(({ level }) => level)).toEqual(['well']);
    expect(judge({}, [{ reason: 'It looped.' }])).toMatchObject([
      {
        level: 'failure',
        detail: 'quarantined: It looped.',
        advice: expect.stringContaining('reset-quarantine streak'),
      },
    ]);
    expect(judge({ live_revision: '2.0.0' }, [{ reason: 'It looped.' }])[0]?.level).toBe('warning');
    const gone = 'It is not installed any more: its folder is gone. Install it again, or disable it.';
    for (const versions of [null, [], ['2.0.0']])
      expect(judge({ refusal: gone, versions }, [{ reason: 'It looped.' }])).toMatchObject([
        { level: 'failure', detail: `does not run: ${gone}`, advice: expect.not.stringContaining('reset-quarantine') },
      ]);
    const newest = 'It was written for hub ^9.0.0.';
    expect(judge({ refusal: newest }, [{ reason: 'It looped.' }]).map(({ detail }) => detail)).toEqual([
      `does not run: ${newest}`,
      'quarantined: It looped.',
    ]);
    expect(judge({ paused: true })).toMatchObject([
      { level: 'warning', advice: expect.stringContaining('plugin resume streak') },
    ]);
    expect(judge({ live_revision: null })[0]?.level).toBe('warning');
  });

  test('of sinks', () =>
    expect(
      judgeSinks([
        { sink_id: 'kafka', reason: null },
        { sink_id: 'chat', reason: 'It threw.' },
      ]),
    ).toMatchObject([
      {
        level: 'failure',
        name: 'chat',
        detail: 'does not run: It threw.',
        advice: expect.stringContaining('remove chat'),
      },
    ]));
});

test('names the folders that the hub passes over', async () => {
  const directory = path.join(folder, 'plugins');
  for (const name of ['Bad Name', 'streak', 'streak@1.0.0', 'mine', 'mine@1.0.0', '.hidden'])
    await mkdir(path.join(directory, name), { recursive: true });
  const shipped = new Set(['streak']);
  expect(await diagnoseFolders(directory, shipped)).toMatchObject([
    { level: 'warning', name: 'folder Bad Name', advice: expect.stringContaining(directory) },
    { level: 'warning', name: 'folder streak', detail: expect.stringContaining('a shipped plugin has that id') },
    { level: 'warning', name: 'folder streak@1.0.0' },
  ]);
  expect(await diagnoseFolders(path.join(folder, 'nowhere'), shipped)).toEqual([]);
  await writeFile(path.join(folder, 'no-folder'), '');
  expect(await diagnoseFolders(path.join(folder, 'no-folder'), shipped)).toMatchObject([{ level: 'failure' }]);
});

describe('findServers', () => {
  test('finds the embedded servers by their data folder', async () => {
    await writeFile(path.join(folder, 'postgres-port'), '5544\n');
    await writeFile(path.join(folder, 'postgres-password'), 'secret-of-postgres\n', { mode: 0o600 });
    const found = findServers({ HUB_DATA_DIR: folder });
    expect(found.database).toEqual({
      url: 'postgres://hub:secret-of-postgres@127.0.0.1:5544/hub',
      from: 'data folder',
    });
    expect(found.clickhouse).toBeUndefined();
    expect(shownAddress(found.database?.url ?? '')).toBe('127.0.0.1:5544/hub');
  });

  test('the running hub wins over the folder, the environment over both', async () => {
    const running = {
      pid: 7,
      hub_url: 'http://127.0.0.1:4100',
      process_url: 'http://127.0.0.1:4101',
      console_url: 'http://127.0.0.1:3100',
      database_url: 'postgres://a@b/c',
    };
    await writeFile(path.join(folder, 'running-hub.json'), JSON.stringify(running), { mode: 0o600 });
    expect(findServers({ HUB_DATA_DIR: folder })).toMatchObject({
      hub: running.hub_url,
      process: running.process_url,
      console: running.console_url,
      database: { url: running.database_url, from: 'running hub' },
    });
    const told = findServers({ HUB_DATA_DIR: folder, HUB_PORT: '4200', DATABASE_URL: 'postgres://d@e/f' });
    expect(told).toMatchObject({
      hub: 'http://127.0.0.1:4200',
      database: { url: 'postgres://d@e/f', from: 'environment' },
    });
  });

  test('a secret that others can read is named', async () => {
    await writeFile(path.join(folder, 'clickhouse-token'), 'x', { mode: 0o644 });
    const secrets = (await diagnoseMachine(folder)).find((diagnosis) => diagnosis.name === 'secrets');
    expect(secrets?.detail).toContain('clickhouse-token');
    expect(secrets?.detail).not.toContain('postgres-password');
  });
});

describe('the report', () => {
  const { well, warning, failure } = diagnosesOf('PostgreSQL');

  test('says what to do under what is not well, and counts', () => {
    const diagnoses = [
      well('reachable', 'yes'),
      warning('partitions', 'few', 'Restart.'),
      failure('durability', 'off', 'Switch it on.'),
    ];
    expect(describeDiagnoses(diagnoses)).toBe(
      [
        'PostgreSQL',
        '  ✔ reachable   yes',
        '  ! partitions  few',
        '      → Restart.',
        '  ✘ durability  off',
        '      → Switch it on.',
        '',
        '1 to repair, 1 to look at.',
      ].join('\n'),
    );
    expect([hasFailure(diagnoses), hasFailure([well('a', 'b')])]).toEqual([true, false]);
  });

  test('shows no address, because it may hold a password', () => {
    const error = new Error('cannot reach postgres://hub:secret@127.0.0.1:1/hub now');
    expect(reasonWithoutAddress(error)).toBe('cannot reach (address) now');
  });
});
