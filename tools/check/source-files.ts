import { readdirSync } from 'node:fs';
import path from 'node:path';

const PLACES = ['packages', 'apps', 'tools', 'e2e'];
const NOT_OURS = new Set(['node_modules', '.next', '.turbo', '.data', 'coverage', 'test-results', 'playwright-report']);
/** Written by Next, ignored by git. */
const GENERATED = new Set(['next-env.d.ts']);

/** Every source file of the monorepo, relative to its root. Read from the disk, so that new files count at once. */
export function sourceFiles(root: string): string[] {
  return PLACES.flatMap((place) => filesUnder(root, place)).filter((file) => /\.(ts|tsx|mts|mjs)$/.test(file));
}

/** Every page that people read, relative to the root. */
export function markdownFiles(root: string): string[] {
  const pages = [...PLACES, 'docs', 'docker'].flatMap((place) => filesUnder(root, place));
  const atTheTop = readEntries(root).filter((entry) => entry.isFile());
  return [...atTheTop.map((entry) => entry.name), ...pages].filter((file) => file.endsWith('.md'));
}

function filesUnder(root: string, folder: string): string[] {
  let entries: ReturnType<typeof readEntries>;
  try {
    entries = readEntries(path.join(root, folder));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  return entries.flatMap((entry) => {
    const place = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return NOT_OURS.has(entry.name) ? [] : filesUnder(root, place);
    return entry.isFile() && !GENERATED.has(entry.name) ? [place] : [];
  });
}

function readEntries(folder: string) {
  return readdirSync(folder, { withFileTypes: true });
}
