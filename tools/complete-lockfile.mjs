/**
 * Adds to package-lock.json the platform packages that npm left out.
 *
 * npm writes every optional sibling of the installed one (turbo's, chdb's, … for other systems) into the
 * lock, but drops those that the registry does not serve; `npm ci` then refuses that very lock with
 * "Missing: … from lock file". A stub entry with the right `os` and `cpu` is what npm itself would have
 * written: it installs nothing here and satisfies `npm ci`.
 *
 * Runs on the bootstrap Node (20). `--check` changes nothing and fails when something is missing.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const SYSTEMS = [
  ['darwin'],
  ['win32', 'windows'],
  ['freebsd'],
  ['openbsd'],
  ['netbsd'],
  ['android'],
  ['sunos'],
  ['aix'],
  ['openharmony'],
  ['wasi', 'wasm'],
  ['linux'],
];
const PROCESSORS = ['arm64', 'x64', 'ia32', 'arm', 'riscv64', 'ppc64', 's390x', 'loong64', 'mips64el'];

/** The entries that `npm ci` would miss, by their place in the lock. */
export function missingEntries(lock) {
  const missing = {};
  for (const [place, entry] of Object.entries(lock.packages)) {
    if (place === '') continue;
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      if (isLocked(lock.packages, place, name)) continue;
      const stub = stubEntry(name, version, entry.dev === true);
      if (stub !== undefined) missing[`node_modules/${name}`] = stub;
    }
  }
  return missing;
}

/** npm looks beside the package and then in every node_modules above it. */
function isLocked(packages, place, name) {
  for (let folder = place; folder !== ''; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    if (packages[`${folder}/node_modules/${name}`] !== undefined) return true;
  }
  return packages[`node_modules/${name}`] !== undefined;
}

/** undefined for an optional dependency that is no platform's: leaving it out is then npm's own choice. */
function stubEntry(name, version, dev) {
  const system = SYSTEMS.find((words) => words.some((word) => name.includes(word)))?.[0];
  const old64 = /darwin-64|windows-64|linux-64/.test(name) ? 'x64' : undefined;
  const processor = PROCESSORS.find((word) => name.includes(word)) ?? old64;
  if (system === undefined && processor === undefined) return undefined;
  return {
    version,
    ...(processor === undefined ? {} : { cpu: [processor] }),
    ...(dev ? { dev: true } : {}),
    ...(name.includes('musl') ? { libc: ['musl'] } : {}),
    optional: true,
    ...(system === undefined ? {} : { os: [system] }),
  };
}

function main() {
  const file = path.join(import.meta.dirname ?? path.dirname(process.argv[1]), '..', 'package-lock.json');
  const lock = JSON.parse(readFileSync(file, 'utf8'));
  const missing = missingEntries(lock);
  const names = Object.keys(missing);
  if (process.argv.includes('--check')) {
    for (const name of names) console.error(`package-lock.json lacks ${name}: run \`npm run lock\`.`);
    process.exitCode = names.length === 0 ? 0 : 1;
    return;
  }
  if (names.length > 0) {
    const all = Object.entries({ ...lock.packages, ...missing });
    lock.packages = Object.fromEntries(all.sort(([left], [right]) => left.localeCompare(right, 'en')));
    writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  }
  console.log(names.length === 0 ? 'package-lock.json is complete' : `added ${names.length} platform packages`);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) main();
