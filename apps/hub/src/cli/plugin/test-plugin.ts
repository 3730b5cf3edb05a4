import { AssertionError } from 'node:assert';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { plainWords } from '@activity-hub/contracts/plain-words';
import {
  historyOf,
  type PluginFixtures,
  pluginFixtures,
  runScenario,
} from '@activity-hub/contracts/plugin/testing/plugin-fixtures';
import { programConformance } from '@activity-hub/contracts/plugin/testing/program-conformance';
import { faultsInWords } from '../../plugins/faults-in-words.ts';
import { openPluginFolder, type PluginFolder } from './open-plugin-folder.ts';
import { missingTexts } from './placeholder-title.ts';

export interface TestOutcome {
  readonly part: 'folder' | 'conformance' | 'fixtures';
  readonly name: string;
  /** What differs, as sentences; empty when it holds. */
  readonly faults: readonly string[];
}

export interface PluginTest {
  readonly id: string;
  readonly version: string;
  readonly ok: boolean;
  readonly outcomes: readonly TestOutcome[];
  /** Texts of its manifest that nobody has written yet: it runs without them, and people read the mark in their place. */
  readonly missing: readonly string[];
}

const headings = ['What it does', 'Configuration', 'State', 'Emits', 'Limits'];

/** Asks everything of a plugin's folder that can be known without a hub, of the process that the hub would run. */
export async function testPlugin(folder: string): Promise<PluginTest> {
  const opened = await openPluginFolder(folder);
  const { id, version } = opened.manifest;
  const fixtures = await readFixtures(path.join(folder, `${id}.fixtures.json`));
  const outcomes = [
    ...(await folderOutcomes(folder, opened)),
    ...(await conformanceOutcomes(opened, fixtures)),
    ...(await fixtureOutcomes(opened, fixtures)),
  ];
  const missing = missingTexts(opened.manifest);
  return { id, version, ok: outcomes.every(({ faults }) => faults.length === 0), outcomes, missing };
}

/** @throws Error with a sentence and the place when the file is missing or is no fixtures file */
async function readFixtures(file: string): Promise<PluginFixtures> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new Error(`${file} is missing: it says by given, when and expect what the plugin does.`);
  });
  const parsed = pluginFixtures.safeParse(jsonOf(text, file), { error: plainWords });
  if (parsed.success) return parsed.data;
  throw new Error(`${file} does not fit: ${faultsInWords(parsed.error)}.`);
}

function jsonOf(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${file} is no JSON: ${(error as Error).message}`);
  }
}

async function folderOutcomes(folder: string, { manifest, configSchema }: PluginFolder): Promise<TestOutcome[]> {
  const file = path.join(folder, 'README.md');
  const readme = existsSync(file) ? await readFile(file, 'utf8') : '';
  const found = [...readme.matchAll(/^## (.+)$/gm)].map((match) => match[1]);
  const missing = headings.filter((heading) => !found.includes(heading));
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

async function conformanceOutcomes(opened: PluginFolder, fixtures: PluginFixtures): Promise<TestOutcome[]> {
  const plugin = await opened.open({});
  const another = await opened.open({});
  const outcomes: TestOutcome[] = [];
  try {
    for (const { name, run } of programConformance(plugin, historyOf(fixtures), another)) {
      const broken = await run().then(() => undefined, errorOf);
      outcomes.push({ part: 'conformance', name, faults: broken === undefined ? [] : [broken.message] });
      if (broken === undefined || broken instanceof AssertionError) continue;
      // The plugin as a whole is wrong: every other promise would be answered by the same sentence.
      return [
        ...outcomes.slice(0, -1),
        { part: 'conformance', name: 'runs over the sample history', faults: [broken.message] },
      ];
    }
  } finally {
    await Promise.all([plugin.stop(), another.stop()]);
  }
  return outcomes;
}

async function fixtureOutcomes(opened: PluginFolder, { scenarios }: PluginFixtures): Promise<TestOutcome[]> {
  const outcomes: TestOutcome[] = [];
  for (const scenario of scenarios) {
    const faults = await faultsOf(async () => {
      const plugin = await opened.open(scenario.config);
      try {
        return await runScenario(plugin, scenario);
      } finally {
        await plugin.stop();
      }
    });
    outcomes.push({ part: 'fixtures', name: scenario.name, faults });
  }
  return outcomes;
}

async function faultsOf(act: () => Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    return await act();
  } catch (error) {
    return [errorOf(error).message];
  }
}

function errorOf(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
