import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { checkMarkdownLinks } from './markdown-links.ts';

const SOUND: Record<string, string> = {
  'README.md': '[words](docs/words.md) [api](docs/api) [proto](packages/a.proto) [web](https://example.org/x.md)',
  'docs/words.md': '# Words\n\n## What `it` means, and why\n[up](../README.md) [here](#what-it-means-and-why)',
  'docs/api/rest.md': '[words](../words.md#words)\n\n```md\n[made up](nowhere.md)\n```\nand `[this](too.md)`',
  'packages/a.proto': '',
};

let root: string | undefined;

afterEach(() => {
  if (root !== undefined) rmSync(root, { recursive: true, force: true });
  root = undefined;
});

function complaintsOf(planted: Record<string, string> = {}): string[] {
  root = mkdtempSync(path.join(tmpdir(), 'links-'));
  for (const [file, text] of Object.entries({ ...SOUND, ...planted })) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
  return checkMarkdownLinks(root);
}

it('finds nothing where every link leads somewhere and every page is found', () => {
  expect(complaintsOf()).toEqual([]);
});

it.each([
  ['a dead link', { 'docs/api/rest.md': '[words](words.md)' }, 'docs/api/rest.md: the link words.md leads nowhere'],
  ['a dead picture', { 'docs/api/rest.md': '![what](a.png)' }, 'docs/api/rest.md: the link a.png leads nowhere'],
  [
    'a heading that was renamed',
    { 'docs/api/rest.md': '[words](../words.md#terms)' },
    'docs/api/rest.md: docs/words.md has no heading for the link ../words.md#terms',
  ],
  ['a page nobody finds', { 'docs/lost/page.md': '# Lost' }, 'docs/lost/page.md: no link leads here from README.md'],
])('finds %s', (_what, planted: Record<string, string | undefined>, complaint) => {
  expect(complaintsOf(planted as Record<string, string>)).toEqual([complaint]);
});
