import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PostgresBinaries } from './postgres-binaries.ts';
import { giveTo, type ProcessOwner } from './unprivileged-user.ts';

/**
 * Makes the database cluster in `folder`. It is built beside it and renamed when complete, so that a
 * machine that dies during initdb leaves nothing that looks like a cluster.
 */
export async function makePostgresCluster(options: {
  folder: string;
  password: string;
  owner: ProcessOwner;
  binaries: PostgresBinaries;
  durable: boolean;
}): Promise<void> {
  const staging = `${options.folder}.new`;
  const data = join(staging, 'data');
  const passwordFile = join(staging, 'password');
  rmSync(staging, { recursive: true, force: true });
  mkdirSync(data, { recursive: true, mode: 0o700 });
  writeFileSync(passwordFile, options.password, { mode: 0o600 });
  for (const path of [staging, data, passwordFile]) giveTo(options.owner, path);
  await runInitdb(options, data, passwordFile);
  if (existsSync(options.folder)) rmSync(options.folder, { recursive: true });
  renameSync(data, options.folder);
  rmSync(staging, { recursive: true, force: true });
}

function runInitdb(
  options: { owner: ProcessOwner; binaries: PostgresBinaries; durable: boolean },
  data: string,
  passwordFile: string,
): Promise<void> {
  const args = ['-D', data, '-U', 'hub', `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
  args.push('--encoding=UTF8', '--locale=C.UTF-8', '--data-checksums');
  if (!options.durable) args.push('--no-sync');
  return new Promise((resolve, reject) => {
    const child = spawn(options.binaries.initdb, args, {
      ...options.owner,
      cwd: data,
      env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C.UTF-8' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let complaint = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint += text;
    });
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`PostgreSQL could not make its data folder ${data}: ${complaint.trim()}`));
    });
  });
}
