import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '@activity-hub/contracts/event';
import { configJsonSchema } from '@activity-hub/contracts/plugin/config-json-schema';
import type { PluginKind, PluginManifest } from '@activity-hub/contracts/plugin/manifest';
import { manifestFaults } from '@activity-hub/contracts/plugin/manifest-faults';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { aggregators, detectors, sinks } from './catalog.ts';

const headings = ['What it does', 'Configuration', 'State', 'Emits', 'Limits'];
const catalog: readonly {
  kind: PluginKind;
  folder: string;
  plugins: readonly { manifest: PluginManifest<unknown> }[];
}[] = [
  { kind: 'aggregator', folder: join(import.meta.dirname, 'aggregators'), plugins: aggregators },
  { kind: 'detector', folder: join(import.meta.dirname, 'detectors'), plugins: detectors },
];

const text = z.string().min(1);
const wordedSetting = z.object({
  'x-title': z.object({ en: text, ru: text }),
  'x-description': z.object({ en: text, ru: text.regex(/\p{Script=Cyrillic}/u) }),
});

/** The settings that lack a word for some reader, those inside of others too. */
function unworded(schema: JsonObject, at = ''): readonly string[] {
  return Object.entries((schema['properties'] ?? {}) as Record<string, JsonObject>).flatMap(([name, setting]) => [
    ...(wordedSetting.safeParse(setting).success ? [] : [`${at}/${name}`]),
    ...unworded(setting, `${at}/${name}`),
    ...unworded((setting['items'] ?? {}) as JsonObject, `${at}/${name}`),
  ]);
}

test.each([...aggregators, ...detectors, ...sinks])('$manifest.id names its settings in both languages', (plugin) => {
  expect(unworded(configJsonSchema(plugin.manifest.config))).toEqual([]);
});

describe.each(catalog)('$kind', ({ kind, folder, plugins }) => {
  test('every folder is a plugin of the catalogue, and its name is the id', () => {
    expect(plugins.map((plugin) => plugin.manifest.id).toSorted()).toEqual(readdirSync(folder).toSorted());
  });

  test.each(plugins.map((plugin) => plugin.manifest.id))('%s has its code, its test and its README', (id) => {
    expect(existsSync(join(folder, id, `${id}.ts`))).toBe(true);
    expect(existsSync(join(folder, id, `${id}.unit.spec.ts`))).toBe(true);
    const readme = readFileSync(join(folder, id, 'README.md'), 'utf8');
    expect(readme).toMatch(new RegExp(`^# ${id}\n`));
    expect([...readme.matchAll(/^## (.+)$/gm)].map((match) => match[1])).toEqual(headings);
  });

  test.each(plugins)('$manifest.id has a valid manifest', ({ manifest }) => {
    expect(manifestFaults(manifest, kind)).toEqual([]);
  });

  test.each(plugins)('$manifest.id explains every setting in its README', ({ manifest }) => {
    const readme = readFileSync(join(folder, manifest.id, 'README.md'), 'utf8');
    for (const setting of Object.keys(manifest.config.parse({}) as object))
      expect(readme).toContain(`| \`${setting}\` |`);
  });
});
