import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { configJsonSchema } from '@activity-hub/contracts/plugin/config-json-schema';
import { manifestFaults } from '@activity-hub/contracts/plugin/manifest-faults';
import { describe, expect, test } from 'vitest';
import { sinks } from '../catalog.ts';

const folder = import.meta.dirname;
const headings = ['What it does', 'Configuration', 'What it sends', 'Delivery', 'Limits'];
/** What a setting is called when it must not be read again by anybody. */
const soundsSecret = /password|secret|token/;

interface Setting {
  readonly secret?: boolean;
}

test('every folder with a README is a sink of the catalogue', () => {
  const folders = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'README.md')));
  expect(folders.toSorted()).toEqual(sinks.map(({ manifest }) => manifest.id).toSorted());
});

describe.each(sinks)('$manifest.id', ({ manifest }) => {
  const { id } = manifest;
  const settings = (configJsonSchema(manifest.config) as unknown as { properties: Record<string, Setting> }).properties;

  test('has a valid manifest and its code', () => {
    expect(manifestFaults(manifest, 'sink')).toEqual([]);
    expect(existsSync(join(folder, id, `${id}.ts`))).toBe(true);
  });

  test('explains itself and every setting', () => {
    const readme = readFileSync(join(folder, id, 'README.md'), 'utf8');
    expect(readme).toMatch(new RegExp(`^# ${id}\n`));
    expect([...readme.matchAll(/^## (.+)$/gm)].map((match) => match[1])).toEqual(headings);
    for (const name of Object.keys(settings)) expect(readme).toContain(`| \`${name}\` |`);
  });

  test('marks its secrets', () => {
    for (const [name, { secret }] of Object.entries(settings)) {
      if (soundsSecret.test(name)) expect([name, secret]).toEqual([name, true]);
    }
  });
});
