import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const INSTALL_LIMIT_MS = 300_000;

export interface JavaProgram {
  readonly command: string;
  /** Continues "there is no …". */
  readonly title: string;
  readonly debianPackage: string;
  isHere(): Promise<boolean>;
}

const javaHome = process.env['JAVA_HOME'] ?? '';

/** Brokers of Kafka 4 need Java 17. */
export const java: JavaProgram = {
  command: javaHome === '' ? 'java' : path.join(javaHome, 'bin/java'),
  title: 'Java of 17 or newer',
  debianPackage: 'openjdk-17-jre-headless',
  async isHere() {
    const { stderr } = await run(java.command, ['-version']).catch(() => ({ stderr: '' }));
    return Number.parseInt(/version "(\d+)/.exec(stderr)?.[1] ?? '0', 10) >= 17;
  },
};

export const maven: JavaProgram = {
  command: 'mvn',
  title: 'Maven',
  debianPackage: 'maven',
  async isHere() {
    return await run(maven.command, ['--version']).then(
      () => true,
      () => false,
    );
  },
};

/**
 * Installs those that are not here, if the caller may change the machine and it is Debian's; else throws what is
 * missing. A plain `npm test` never installs anything outside of its folders.
 */
export async function ensurePrograms(
  programs: readonly JavaProgram[],
  options: { readonly mayInstall: boolean; readonly signal: AbortSignal; say(message: string): void },
): Promise<void> {
  const missing = await absent(programs);
  if (missing.length === 0) return;
  const isPossible = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (!options.mayInstall || !isPossible)
    throw new Error(`there is no ${missing.map(({ title }) => title).join(' and no ')}`);
  const packages = missing.map(({ debianPackage }) => debianPackage);
  options.say(`installing ${packages.join(', ')}`);
  await aptGet(['update'], options.signal);
  await aptGet(['install', '-y', '--no-install-recommends', ...packages], options.signal);
  const still = await absent(programs);
  if (still.length > 0) throw new Error(`Debian brought no ${still.map(({ title }) => title).join(' and no ')}`);
}

async function absent(programs: readonly JavaProgram[]): Promise<JavaProgram[]> {
  const found = await Promise.all(programs.map((program) => program.isHere()));
  return programs.filter((_, index) => found[index] !== true);
}

async function aptGet(args: readonly string[], signal: AbortSignal): Promise<void> {
  await run('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=120', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    timeout: INSTALL_LIMIT_MS,
    maxBuffer: 64 * 1024 * 1024,
    signal,
  });
}
