import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { PlainManifest } from '@activity-hub/contracts/plugin/plain-manifest';
import { pluginFixtures } from '@activity-hub/contracts/plugin/testing/plugin-fixtures';
import { sinkFixtures } from '@activity-hub/contracts/plugin/testing/sink-fixtures';
import { openPluginFolder, type PluginFolder } from './open-plugin-folder.ts';
import { missingTexts } from './placeholder-title.ts';
import { readFixtures } from './read-fixtures.ts';
import type { TestOutcome } from './test-outcome.ts';
import { testProgram } from './test-program.ts';
import { testSink } from './test-sink.ts';

export interface PluginTest {
  readonly id: string;
  readonly kind: PlainManifest['kind'];
  readonly version: string;
  readonly ok: boolean;
  readonly outcomes: readonly TestOutcome[];
  /** Texts of its manifest that nobody has written yet: it runs without them, and people read the mark in their place. */
  readonly missing: readonly string[];
}

const headings = ['What it does', 'Configuration', 'State', 'Emits', 'Limits'];
const headingsOfSinks = ['What it does', 'Configuration', 'Whom it asks', 'What comes twice', 'Limits'];

/** Asks everything of a plugin's folder that can be known without a hub, of the process that the hub would run. */
export async function testPlugin(folder: string): Promise<PluginTest> {
  const opened = await openPluginFolder(folder);
  const { id, kind, version } = opened.manifest;
  const file = path.join(folder, `${id}.fixtures.json`);
  const outcomes = [
    ...(await folderOutcomes(folder, opened)),
    ...(opened.sink === undefined
      ? await testProgram(opened, await readFixtures(file, pluginFixtures))
      : await testSink(opened.sink, await readFixtures(file, sinkFixtures))),
  ];
  const missing = missingTexts(opened.manifest);
  return { id, kind, version, ok: outcomes.every(({ faults }) => faults.length === 0), outcomes, missing };
}

async function folderOutcomes(folder: string, { manifest, configSchema }: PluginFolder): Promise<TestOutcome[]> {
  const file = path.join(folder, 'README.md');
  const readme = existsSync(file) ? await readFile(file, 'utf8') : '';
  const found = [...readme.matchAll(/^## (.+)$/gm)].map((match) => match[1]);
  const missing = (manifest.kind === 'sink' ? headingsOfSinks : headings).filter((heading) => !found.includes(heading));
  const settings = Object.keys((configSchema['properties'] ?? {}) as object);
  const unexplained = settings.filter((setting) => !readme.includes(`| \`${setting}\` |`));
  const named = path.basename(folder) === manifest.id;
  return [
    {
      part: 'folder',
      name: 'is named like the plugin',
      faults: named ? [] : [`the folder is ${path.basename(folder)}, the id ${manifest.id}`],
    },
    {
      part: 'folder',
      name: 'has a README with every heading and setting',
      faults: [
        ...missing.map((heading) => `README.md lacks "## ${heading}"`),
        ...unexplained.map((setting) => `README.md does not explain the setting ${setting} in its table`),
      ],
    },
  ];
}
