/**
 * What the commands share before anything is installed. Runs on Node 20 with an empty node_modules, so
 * it imports nothing but Node's own modules.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const OLDEST_NODE = 24;

/** Installs when node_modules is missing or is not what package-lock.json says. */
export async function ensureInstalled() {
  const reason = staleReason();
  if (reason === undefined) return;
  console.log(`${reason}: installing (the first time takes a minute or two)`);
  const started = Date.now();
  // Without a terminal npm prints nothing until it is done.
  const ticking = setInterval(() => {
    if (!process.stdout.isTTY) console.log(`  still installing, ${Math.round((Date.now() - started) / 1000)} s`);
  }, 10_000);
  const code = await run(...npmCommand(), 'ci', '--no-audit', '--no-fund', '--loglevel=error');
  clearInterval(ticking);
  if (code !== 0) fail('npm could not install what package-lock.json asks for; its reason is above.');
  console.log(`installed in ${Math.round((Date.now() - started) / 1000)} s`);
}

/**
 * npm notes what it installed in node_modules/.package-lock.json when it is done. Comparing that with
 * the lock also sees an install that was interrupted or made by a plain `npm install`; a stamp of our
 * own would not.
 */
function staleReason() {
  const installed = readLock(path.join(root, 'node_modules', '.package-lock.json'));
  if (installed === undefined) return 'nothing is installed yet';
  const wanted = readLock(path.join(root, 'package-lock.json'));
  if (wanted === undefined) fail('package-lock.json is missing or broken. Restore it from git.');
  for (const [place, entry] of Object.entries(wanted)) {
    if (entry.link || !place.includes('node_modules/')) continue;
    const found = installed[place];
    if (found === undefined ? !entry.optional : found.version !== entry.version) return `${place} is not up to date`;
  }
  return undefined;
}

function readLock(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/** Under `npm start` the same npm that was called; otherwise the one in the PATH. */
export function npmCommand() {
  const cli = process.env.npm_execpath;
  if (cli !== undefined && /npm-cli\.[cm]?js$/.test(cli)) return [process.execPath, cli];
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm'];
}

/** The Node this project is pinned to, which npm installs; else the running one when it is new enough. */
export function pinnedNode() {
  const pinned = path.join(root, 'node_modules', '.bin', 'node');
  if (existsSync(pinned)) return pinned;
  if (Number.parseInt(process.versions.node, 10) >= OLDEST_NODE) return process.execPath;
  fail(
    `Node ${OLDEST_NODE} is needed. npm brings it on Linux; for ${process.platform}-${process.arch} it has none, ` +
      `and this is Node ${process.versions.node}. Install Node ${OLDEST_NODE} from https://nodejs.org and start again.`,
  );
}

export function environment(extra = {}) {
  const bin = path.join(root, 'node_modules', '.bin');
  return {
    ...process.env,
    PATH: `${bin}${path.delimiter}${process.env.PATH ?? ''}`,
    NEXT_TELEMETRY_DISABLED: '1',
    TURBO_TELEMETRY_DISABLED: '1',
    // A hub reads two and a half thousand modules at its start; what V8 made of them is kept for the next.
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? path.join(root, 'node_modules/.cache/node-compile'),
    ...extra,
  };
}

export function run(command, ...args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, env: environment(), stdio: 'inherit' });
    child.once('error', (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.once('close', (code) => resolve(code ?? 1));
  });
}

/**
 * Runs one of our programs under the pinned Node and stands between it and the terminal: signals are
 * passed on and waited for, and the channel tells the program when this process is gone, so that even a
 * `kill -9` of the command leaves nothing behind.
 */
export function runProgram(args, extraEnvironment = {}) {
  const child = spawn(pinnedNode(), args, {
    cwd: root,
    env: environment(extraEnvironment),
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  // Ctrl-C reaches the program by itself, as it is in the same group; only the others are passed on.
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  const watch = watchNpm(() => child.kill('SIGTERM'));
  return new Promise((resolve) => {
    child.once('error', (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.once('close', (code, signal) => {
      clearInterval(watch);
      resolve(code ?? (signal === 'SIGINT' ? 130 : 1));
    });
  });
}

/** A killed npm leaves its script running; then the new parent is somebody else. */
function watchNpm(onGone) {
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event === undefined) return undefined;
  const watch = setInterval(() => {
    if (process.ppid !== parent) onGone();
  }, 500);
  return watch.unref();
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
