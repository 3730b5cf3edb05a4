import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type PluginFault, pluginFaultSentence, pluginSayingText } from '@activity-hub/contracts/plugin/plugin-fault';
import { expect, it } from 'vitest';
import { createInstalledPlugins } from './installed-plugins.ts';
import { countingInPython } from './testing/counting-plugins.ts';
import { installPlugin } from './testing/install-plugin.ts';

const said = (fault: PluginFault | undefined) => (fault === undefined ? undefined : pluginFaultSentence(fault));

it('lists what can run, names what cannot and why, and takes notice of changes', async () => {
  const good = await installPlugin({ id: 'counting', main: 'main.py' }, countingInPython());
  const directory = path.dirname(good.folder);
  const broken = {
    'no-json': '{"id"',
    'no-main': '{"id":"no-main","kind":"aggregator","runtime":"python","main":"gone.py"}',
  };
  const more = {
    'no-runtime': '{"id":"no-runtime","kind":"aggregator","runtime":"ruby","main":"x.rb"}',
    outside: '{"id":"outside","kind":"aggregator","runtime":"python","main":"a/../../counting/main.py"}',
    streak: '{"id":"streak","kind":"aggregator","runtime":"python","main":"gone.py"}',
    throwing: '{"id":"throwing","kind":"aggregator","runtime":"python","main":"main.py"}',
    'Bad Name': '',
    '.hidden': '',
  };
  for (const [name, file] of Object.entries({ ...broken, ...more })) {
    await mkdir(path.join(directory, name, 'a'), { recursive: true });
    await writeFile(path.join(directory, name, 'plugin.json'), file);
  }
  await writeFile(path.join(directory, 'throwing', 'main.py'), 'raise SystemExit("no luck")');
  await mkdir(path.join(directory, 'empty'));

  const logged: string[] = [];
  const { list: installed, passedOver } = createInstalledPlugins({
    directory,
    trusted: [],
    reserved: new Set(['streak']),
    hubVersion: '0.1.0',
    log: (_level, message) => void logged.push(pluginSayingText(message)),
  });
  const listed = async () =>
    Object.fromEntries(
      (await installed()).map(({ manifest, refusal }) => [manifest.id, said(refusal) ?? manifest.version]),
    );
  await expect.poll(async () => Object.keys(await listed()).length, { timeout: 45_000 }).toBe(7);
  expect(await listed()).toEqual({
    counting: '1.0.0',
    empty: 'It has no plugin.json.',
    'no-json': expect.stringContaining('Its plugin.json is not JSON'),
    'no-main': 'Its "main" names gone.py, which is not there.',
    'no-runtime': 'Its plugin.json does not fit: runtime must be one of node, python.',
    outside: 'Its "main" names a/../../counting/main.py, which lies outside its folder.',
    throwing: expect.stringContaining('no luck'),
  });
  const throwing = (await installed()).find(({ manifest }) => manifest.id === 'throwing');
  expect(throwing?.said).toBe('no luck');
  expect(logged).toContain('throwing: no luck');
  expect(logged).toContain('The installed plugin streak does not run: a shipped plugin has that id.');
  expect(logged).toContain('The folder "Bad Name" holds no plugin: its name is no id.');
  expect(passedOver()).toEqual([
    { folder: 'Bad Name', fault: { code: 'folder_no_id', values: { folder: 'Bad Name' } } },
    { folder: 'streak', fault: { code: 'shipped_id', values: { plugin: 'streak' } } },
  ]);

  await writeFile(path.join(good.folder, 'main.py'), countingInPython().replace('"1.0.0"', '"1.1.0"'));
  await expect.poll(async () => (await listed())['counting'], { timeout: 45_000 }).toBe('1.1.0');
  expect((await installed()).find(({ manifest }) => manifest.id === 'counting')?.defaults).toEqual({ step: 2 });

  await rm(path.join(directory, 'no-json'), { recursive: true });
  await rm(path.join(directory, 'streak'), { recursive: true });
  expect((await listed())['no-json']).toContain('not installed any more');
  expect(passedOver().map(({ folder }) => folder)).toEqual(['Bad Name']);
});

it('lists an earlier version that is kept before the newest, also when it cannot run, and never the newest alone', async () => {
  const { folder } = await installPlugin({ id: 'counting', main: 'main.py' }, countingInPython());
  const directory = path.dirname(folder);
  const options = { directory, trusted: [], reserved: new Set<string>(), hubVersion: '0.1.0', log: () => undefined };
  const { list: installed, awaited } = createInstalledPlugins(options);
  const listed = async () => (await installed()).map(({ manifest, refusal }) => said(refusal) ?? manifest.version);
  expect([await listed(), awaited()]).toEqual([[], ['counting']]);
  await expect.poll(listed, { timeout: 45_000 }).toEqual(['1.0.0']);
  expect(awaited()).toEqual([]);

  await cp(folder, path.join(directory, 'counting@1.0.0'), { recursive: true });
  await writeFile(path.join(folder, 'main.py'), countingInPython().replace('"1.0.0"', '"1.1.0"'));
  const seen: (readonly string[])[] = [];
  await expect.poll(async () => seen[seen.push(await listed()) - 1], { timeout: 45_000 }).toEqual(['1.0.0', '1.1.0']);
  expect(seen.slice(0, -1).every((each) => each.join() === '1.0.0')).toBe(true);

  // Or it would pass for gone, and another take over.
  await writeFile(path.join(directory, 'counting@1.0.0', 'main.py'), 'raise SystemExit("no luck")');
  const broken = expect.stringContaining('no luck');
  await expect.poll(listed, { timeout: 45_000 }).toEqual([broken, '1.1.0']);
  expect((await installed()).map(({ manifest }) => manifest.version)).toEqual(['1.0.0', '1.1.0']);
});

it('notes a folder of an earlier version whose code says another one, also where that one is not listed', async () => {
  const { folder } = await installPlugin({ id: 'counting', main: 'main.py' }, countingInPython());
  const directory = path.dirname(folder);
  await cp(folder, path.join(directory, 'counting@3.0.0'), { recursive: true });
  await cp(folder, path.join(directory, 'counting@1.0.0'), { recursive: true });
  const options = { directory, trusted: [], reserved: new Set<string>(), hubVersion: '0.1.0', log: () => undefined };
  const { list: installed } = createInstalledPlugins(options);
  const listed = async () =>
    (await installed()).map(({ manifest, notes }) => [
      manifest.version,
      notes?.map(({ code, values }) => [code, values]),
    ]);
  const values = { folder: 'counting@3.0.0', own: '1.0.0', kept: '3.0.0' };
  await expect.poll(listed, { timeout: 45_000 }).toEqual([['1.0.0', [['kept_as_other', values]]]]);
});

it('finds nothing where there is no directory', async () => {
  const options = { trusted: [], reserved: new Set<string>(), hubVersion: '0.1.0', log: () => undefined };
  expect(await createInstalledPlugins({ ...options, directory: '/does/not/exist' }).list()).toEqual([]);
});
