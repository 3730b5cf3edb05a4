import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { ServerLog } from '@activity-hub/db/embedded/server-log';
import { inBuildTurn } from './build-turn.ts';
import type { RunningStack } from './running-stack.ts';
import { spawnProgram } from './spawn-program.ts';

const SOURCES = ['apps/console', 'packages/contracts', 'package-lock.json'];
const NOT_SOURCES = new Set(['node_modules', '.next', '.turbo', 'next-env.d.ts', 'coverage']);

export interface ConsolePlaces {
  readonly folder: string;
  readonly server: string;
  readonly stamp: string;
}

export function consolePlaces(root: string): ConsolePlaces {
  const folder = path.join(root, 'apps/console');
  return {
    folder,
    server: path.join(folder, '.next/standalone/apps/console/server.js'),
    stamp: path.join(folder, '.next/built-from'),
  };
}

/**
 * Builds the console when there is no build of these very sources. Their digest is compared, not their
 * times: a checkout of another branch and back sets new times on the same content.
 */
export async function buildConsole(root: string, dataDir: string, running: RunningStack): Promise<'kept' | 'built'> {
  const places = consolePlaces(root);
  return inBuildTurn(places.folder, () => buildUnlessKept(root, places, dataDir, running));
}

async function buildUnlessKept(
  root: string,
  places: ConsolePlaces,
  dataDir: string,
  running: RunningStack,
): Promise<'kept' | 'built'> {
  const digest = sourceDigest(root);
  if (existsSync(places.server) && builtFrom(places.stamp) === digest) return 'kept';
  const log = new ServerLog(path.join(dataDir, 'console-build.log'));
  const require = createRequire(path.join(places.folder, 'package.json'));
  const next = path.join(path.dirname(require.resolve('next/package.json')), 'dist/bin/next');
  await runStep([next, 'build'], places.folder, log, running);
  await runStep([path.join(places.folder, 'tools/copy-static-files.mjs')], places.folder, log, running);
  writeFileSync(places.stamp, digest);
  return 'built';
}

async function runStep(args: string[], cwd: string, log: ServerLog, running: RunningStack): Promise<void> {
  const environment = { NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production', NO_COLOR: '1' };
  const child = spawnProgram({ args, cwd, environment, log });
  const code = new Promise<number | NodeJS.Signals>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (exitCode, signal) => resolve(exitCode ?? signal ?? 1));
  });
  // The whole group: Next builds in workers that would go on without their parent.
  const end = () => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
      process.kill(-child.pid, 'SIGKILL');
  };
  await running.add({
    name: 'console build',
    kill: end,
    stop: async () => {
      end();
      await code;
    },
  });
  const result = await code;
  if (result === 0) return;
  const lines = log.sinceStart().split('\n').slice(-25).join('\n');
  throw new Error(`The console could not be built (${result}). From ${log.path}:\n${lines}`);
}

function builtFrom(stamp: string): string | undefined {
  try {
    return readFileSync(stamp, 'utf8');
  } catch {
    return undefined;
  }
}

function sourceDigest(root: string): string {
  const digest = createHash('sha256');
  for (const file of SOURCES.flatMap((source) => filesOf(path.join(root, source)))) {
    digest.update(path.relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
  }
  return digest.digest('hex');
}

function filesOf(place: string): string[] {
  if (!statSync(place).isDirectory()) return [place];
  return readdirSync(place)
    .filter((name) => !NOT_SOURCES.has(name) && !/\.spec\.tsx?$/.test(name))
    .sort()
    .flatMap((name) => filesOf(path.join(place, name)));
}
