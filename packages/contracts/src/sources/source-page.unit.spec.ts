import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { newKey } from '../access/api-key.ts';
import { sourceProfiles } from './catalog.ts';
import { keyOfProfile, pageOf } from './source-page.ts';

const folder = path.join(import.meta.dirname, '../../../../docs/api/sources');

describe.each(sourceProfiles.map((profile) => [profile.source_system, profile] as const))('%s', (name, profile) => {
  test('has a page that says what its profile says', async () => {
    const file = path.join(folder, `${name}.md`);
    await expect(pageOf(profile, readFileSync(file, 'utf8'))).toMatchFileSnapshot(file);
  });

  test('has a key that can be made as it is', () => {
    expect(newKey.parse(keyOfProfile(profile))).toMatchObject({ source: name, permissions: ['write'] });
  });
});
