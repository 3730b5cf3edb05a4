import { readFileSync } from 'node:fs';
import path from 'node:path';
import { missingEntries } from '../complete-lockfile.mjs';
import { npmCommand } from '../install.mjs';
import { commandComplaints } from './run-command.ts';

/** A green `npm install` hides a lock that `npm ci` refuses, so `npm ci` itself is asked. */
export async function checkLockFile(root: string): Promise<string[]> {
  const lock = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
  const missing = Object.keys(missingEntries(lock)).map(
    (name) => `package-lock.json lacks ${name}: run \`npm run lock\``,
  );
  // Without an address a package comes from wherever the machine is told to look, with the same integrity.
  const addresses = JSON.stringify(lock).match(/https?:\/\/[^/"]+\/[^"]*\.tgz/g) ?? [];
  const hosts = [...new Set(addresses.map((address) => new URL(address).host))];
  const foreign = hosts.map((host) => `package-lock.json names the registry ${host}: run \`npm run lock\``);
  if (missing.length + foreign.length > 0) return [...missing, ...foreign];
  const [command = 'npm', ...before] = npmCommand();
  const args = [...before, 'ci', '--dry-run', '--ignore-scripts', '--no-audit', '--no-fund'];
  return await commandComplaints(command, args, root);
}
