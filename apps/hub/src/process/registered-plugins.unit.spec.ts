import { pluginSayingText } from '@activity-hub/contracts/plugin/plugin-fault';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import type { AvailablePlugin } from './available-plugin.ts';
import { RegisteredPlugins } from './registered-plugins.ts';

function available(id: string, code: 'gone' | 'no_main'): AvailablePlugin {
  const wording = { en: id, ru: id };
  const lists = { topics: [], windows: [], emits: [] };
  return {
    manifest: {
      id,
      version: '0.0.0',
      kind: 'aggregator',
      hub: '*',
      title: wording,
      description: wording,
      scope: 'stream',
      ...lists,
    },
    configSchema: {},
    defaults: {},
    provenance: 'installed',
    fingerprint: '',
    refusal: { code, values: code === 'gone' ? {} : { main: 'main.py' } },
    abilities: [],
    open: async () => {
      throw new Error('It is refused.');
    },
  };
}

it('says no more of a plugin that never ran and whose folder is gone, until it is back', async () => {
  const told: string[] = [];
  const plugins = new RegisteredPlugins(
    {
      register: async ({ plugin_id, refusal }) => void told.push(`${plugin_id} ${refusal?.code}`),
      forget: async (id) => id === 'unborn' && told.push(`${id} forgotten`) > 0,
    },
    { say: async () => undefined },
    pino({ level: 'silent' }),
  );
  const refused = () => plugins.refused.map(({ id, fault }) => `${id} ${fault.code}`);
  const register = async (found: readonly AvailablePlugin[]) => {
    plugins.look(found);
    await plugins.register(found);
  };
  await register([available('unborn', 'no_main'), available('ran', 'no_main')]);
  await register([available('unborn', 'gone'), available('ran', 'gone')]);
  expect(refused()).toEqual(['ran gone']);
  await register([available('unborn', 'no_main'), available('ran', 'gone')]);
  expect(refused()).toEqual(['unborn no_main', 'ran gone']);
  expect(told).toEqual(['unborn no_main', 'ran no_main', 'unborn forgotten', 'ran gone', 'unborn no_main']);
});

it('forgets of the catalogue what never ran and has no folder, and hears of what another hub forgot', async () => {
  const asked: string[] = [];
  const plugins = new RegisteredPlugins(
    { register: async () => undefined, forget: async (id) => asked.push(id) === 0 },
    { say: async () => undefined },
    pino({ level: 'silent' }),
  );
  const found = [available('there', 'no_main'), available('taken', 'gone')];
  plugins.look(found);
  const known = (id: string, live_revision: string | null = null) => ({ plugin_id: id, live_revision });
  const catalogue = [known('there'), known('away'), known('ran', '1.0.0'), known('awaited')];
  await plugins.forget([...catalogue, known('taken')], ['awaited']);
  expect(asked).toEqual(['away', 'taken']);
  expect(plugins.refused.map(({ id }) => id)).toEqual(['there', 'taken']);
  await plugins.forget(catalogue, ['awaited']);
  expect(plugins.refused.map(({ id }) => id)).toEqual(['there']);
});

it('notes in the log of a plugin what whoever installed it should know, once', async () => {
  const said: string[] = [];
  const plugins = new RegisteredPlugins(
    { register: async () => undefined, forget: async () => false },
    {
      say: async ({ plugin_id, level, message }) =>
        void said.push(`${plugin_id} ${level} ${pluginSayingText(message)}`),
    },
    pino({ level: 'silent' }),
  );
  const code = { ...available('counting', 'gone'), refusal: undefined };
  const values = { folder: 'counting@3.0.0', own: '1.0.0', kept: '3.0.0' };
  const noted = { ...code, notes: [{ code: 'kept_as_other', values } as const] };
  for (const plugin of [noted, { ...noted, fingerprint: 'changed' }, code, noted]) await plugins.register([plugin]);
  expect(said).toEqual([
    'counting warn The code in its folder counting@3.0.0 says that it is version 1.0.0, so version 3.0.0 is not there. Call the folder after 1.0.0, or put the code of 3.0.0 into it.',
  ]);
});
