import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { markdownFiles } from './source-files.ts';

const FIRST_PAGE = 'README.md';
const FOREIGN = /^([a-z][a-z0-9+.-]*:|\/\/)/i;

/** Every relative link of a page leads somewhere, and every page of `docs` is found from the README. */
export function checkMarkdownLinks(root: string): string[] {
  const pages = markdownFiles(root);
  const targets = new Map(pages.map((page) => [page, targetsOf(root, page)]));
  const dead = [...targets].flatMap(([page, links]) => links.flatMap((link) => complaint(root, page, link) ?? []));
  const found = reachable(targets);
  const lost = pages.filter((page) => page.startsWith('docs/') && !found.has(page));
  return [...dead, ...lost.map((page) => `${page}: no link leads here from ${FIRST_PAGE}`)];
}

interface Target {
  readonly text: string;
  /** Relative to the root. */
  readonly place: string;
  readonly anchor: string;
}

function targetsOf(root: string, page: string): readonly Target[] {
  const links = [...prose(readFileSync(path.join(root, page), 'utf8')).matchAll(/\]\(([^()\s]+)\)/g)];
  return links
    .map(([, text = '']) => text)
    .filter((text) => !FOREIGN.test(text))
    .map((text) => {
      const [file = '', anchor = ''] = text.split('#', 2);
      const place = file === '' ? page : path.posix.join(path.posix.dirname(page), decodeURI(file));
      return { text, place: place.replace(/\/$/, ''), anchor };
    });
}

function complaint(root: string, page: string, { text, place, anchor }: Target): string | undefined {
  const file = path.join(root, place);
  if (!existsSync(file)) return `${page}: the link ${text} leads nowhere`;
  if (anchor === '' || !place.endsWith('.md') || anchorsOf(readFileSync(file, 'utf8')).includes(anchor))
    return undefined;
  return `${page}: ${place} has no heading for the link ${text}`;
}

/** Code shows links without meaning them. */
function prose(markdown: string): string {
  return markdown.replace(/^ *(```|~~~)[\s\S]*?^ *\1/gm, '').replace(/`[^`\n]*`/g, '');
}

/** As a code host makes them of headings. */
function anchorsOf(markdown: string): string[] {
  const headings = [...markdown.replace(/^```[\s\S]*?^```/gm, '').matchAll(/^#{1,6} +(.+)$/gm)];
  return headings.map(([, heading = '']) =>
    heading
      .trim()
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-'),
  );
}

/** A link to a folder shows what lies in it. */
function reachable(targets: ReadonlyMap<string, readonly Target[]>): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [FIRST_PAGE];
  for (let page = open.pop(); page !== undefined; page = open.pop()) {
    if (found.has(page)) continue;
    found.add(page);
    for (const { place } of targets.get(page) ?? []) {
      open.push(...[...targets.keys()].filter((other) => other === place || path.posix.dirname(other) === place));
    }
  }
  return found;
}
