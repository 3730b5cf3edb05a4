import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { maven } from './java-programs.ts';

const run = promisify(execFile);
const POM = path.join(import.meta.dirname, 'pom.xml');
/** As `sha256sum` writes and checks it. */
const LOCK = path.join(import.meta.dirname, 'jars.sha256');
const FETCH_LIMIT_MS = 300_000;

/** Where the jars of this lock lie once they are fetched: outside of the checkout, so that every clone shares them. */
export function jarsFolder(): string {
  const cache = process.env['XDG_CACHE_HOME'] ?? '';
  const version = createHash('sha256').update(readFileSync(LOCK)).digest('hex').slice(0, 12);
  return path.join(cache === '' ? path.join(homedir(), '.cache') : cache, 'activity-hub', `kafka-${version}`);
}

/** False also for a cache that something has changed. */
export function areJarsHere(): boolean {
  return existsSync(jarsFolder()) && sumsOf(jarsFolder()) === readFileSync(LOCK, 'utf8');
}

/**
 * By Maven itself, so that the mirrors, proxies and accounts of its settings hold. It compares each file with the
 * sum that the repository tells; the lock then asks for exactly the files that were there when it was written.
 */
export async function fetchJars(signal: AbortSignal): Promise<void> {
  await fetched(signal, (folder) => {
    const differing = differences(sumsOf(folder), readFileSync(LOCK, 'utf8'));
    if (differing.length > 0) throw new Error(`Maven brought other jars than ${LOCK} says: ${differing.join(', ')}`);
    // Another run may have been quicker, and its broker read them by now.
    if (areJarsHere()) return;
    rmSync(jarsFolder(), { recursive: true, force: true });
    renameSync(folder, jarsFolder());
  });
}

export async function lockJars(signal: AbortSignal): Promise<void> {
  await fetched(signal, (folder) => writeFileSync(LOCK, sumsOf(folder)));
}

/** Takes its name only when complete: a fetch that was interrupted leaves nothing that looks like one. */
async function fetched(signal: AbortSignal, use: (folder: string) => void): Promise<void> {
  const parent = path.dirname(jarsFolder());
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(path.join(parent, 'fetching-'));
  try {
    const strict = ['--batch-mode', '--quiet', '--strict-checksums'];
    await run(maven.command, [...strict, '-f', POM, 'dependency:copy-dependencies', `-DoutputDirectory=${folder}`], {
      timeout: FETCH_LIMIT_MS,
      signal,
    }).catch((error: { stdout?: string; message: string }) => {
      throw new Error(`Maven could not fetch Kafka: ${firstError(error.stdout) ?? error.message}`);
    });
    use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function firstError(output = ''): string | undefined {
  return output.split('\n').find((line) => line.includes('ERROR'));
}

function sumsOf(folder: string): string {
  const sum = (name: string) =>
    createHash('sha256')
      .update(readFileSync(path.join(folder, name)))
      .digest('hex');
  const lines = readdirSync(folder)
    .sort()
    .map((name) => `${sum(name)}  ${name}\n`);
  return lines.join('');
}

/** The jars of the lines that only one side has. */
function differences(one: string, other: string): string[] {
  const [mine, theirs] = [one.split('\n'), other.split('\n')];
  const lines = [...mine.filter((line) => !theirs.includes(line)), ...theirs.filter((line) => !mine.includes(line))];
  return [...new Set(lines.map((line) => line.split('  ')[1] ?? line))];
}
