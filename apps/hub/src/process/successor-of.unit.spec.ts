import type { DesiredPlugin } from '@activity-hub/db/plugins/list-desired-plugins';
import { describe, expect, it } from 'vitest';
import type { AvailablePlugin } from './available-plugin.ts';
import { successorOf } from './successor-of.ts';

const revision = (version: string, state: 'live' | 'shadow') => ({
  revision: version,
  plugin_version: version,
  config: {},
  state,
  promoted_at: null,
});

function desired(more: Partial<DesiredPlugin> = {}): DesiredPlugin {
  const revisions = [revision('2.0.0', 'live')];
  return {
    plugin_id: 'counting',
    enabled: true,
    paused: false,
    restarts: 0,
    live_revision: '2.0.0',
    revisions,
    ...more,
  };
}

const code = (version: string, refusal?: string, id = 'counting') =>
  ({ manifest: { id, version }, refusal }) as AvailablePlugin;

const former = async () => ['1.1.0', '1.0.0'].map((version) => ({ revision: version, plugin_version: version }));

const revisionAfter = async (plugin: DesiredPlugin, ...available: readonly AvailablePlugin[]) =>
  (await successorOf(plugin, available, former))?.revision;

describe('who takes over', () => {
  it('is nobody while code of the live revision is there, whether or not it runs', async () => {
    expect(await revisionAfter(desired(), code('1.0.0'), code('2.0.0'))).toBeUndefined();
    expect(await revisionAfter(desired(), code('2.0.0', 'It does not answer.'), code('1.0.0'))).toBeUndefined();
    expect(await revisionAfter(desired(), code('1.0.0'), code('0.0.0', 'It does not answer.'))).toBeUndefined();
  });

  it('is a newer revision before one that was live, paused or not', async () => {
    const plugin = desired({ revisions: [revision('2.0.0', 'live'), revision('3.0.0', 'shadow')], paused: true });
    expect(await revisionAfter(plugin, code('1.0.0'), code('3.0.0'))).toBe('3.0.0');
  });

  it('is of those that were live the last one with code, of a plugin that is wanted running', async () => {
    expect(await revisionAfter(desired(), code('1.0.0'))).toBe('1.0.0');
    expect(await revisionAfter(desired(), code('1.0.0'), code('1.1.0'))).toBe('1.1.0');
    expect(await revisionAfter(desired({ paused: true }), code('1.0.0'))).toBeUndefined();
    expect(await revisionAfter(desired({ enabled: false }), code('1.0.0'))).toBeUndefined();
    expect(await revisionAfter(desired(), code('1.0.0', undefined, 'other'))).toBeUndefined();
  });

  it('is nobody where another process runs the live revision, and nobody where there is none', async () => {
    expect(await successorOf(desired(), [code('1.0.0')], async () => [])).toBeUndefined();
    expect(await revisionAfter(desired({ revisions: [] }), code('1.0.0'))).toBeUndefined();
  });
});
