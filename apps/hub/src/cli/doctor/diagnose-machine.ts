import { existsSync } from 'node:fs';
import { access, constants, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { operatorKeyName } from '../start/operator-key.ts';
import { type Diagnosis, diagnosesOf } from './diagnosis.ts';

const GB = 1_000_000_000;
const needed = { node: 24, diskGb: 1, comfortableDiskGb: 5 };
const secretFiles = ['postgres-password', 'clickhouse-token', 'running-hub.json', 'auth-secret', operatorKeyName];

export function judgeNode(version: string): Diagnosis {
  const runtime = diagnosesOf('Machine');
  return Number(version.split('.')[0]) >= needed.node
    ? runtime.well('Node.js', version)
    : runtime.failure(
        'Node.js',
        `${version} is too old`,
        `Run it through npm (npm run hub -- doctor), which brings Node ${needed.node}.`,
      );
}

export function judgeDisk(freeBytes: number): Diagnosis {
  const runtime = diagnosesOf('Machine');
  const free = `${(freeBytes / GB).toFixed(1)} GB free`;
  if (freeBytes < needed.diskGb * GB) {
    return runtime.failure('disk', free, 'Free some space: PostgreSQL stops taking events when the disk is full.');
  }
  return freeBytes < needed.comfortableDiskGb * GB
    ? runtime.warning('disk', free, 'Free some space, or move HUB_DATA_DIR to a larger disk.')
    : runtime.well('disk', free);
}

export async function diagnoseMachine(dataDir: string): Promise<readonly Diagnosis[]> {
  const { well, warning, failure } = diagnosesOf('Machine');
  const diagnoses = [judgeNode(process.versions.node)];
  if (!existsSync(dataDir)) {
    return [
      ...diagnoses,
      warning('data folder', `${dataDir} does not exist`, 'Run npm start once, or set HUB_DATA_DIR.'),
    ];
  }
  const writable = await access(dataDir, constants.W_OK).then(
    () => true,
    () => false,
  );
  diagnoses.push(
    writable
      ? well('data folder', dataDir)
      : failure('data folder', `${dataDir} is not writable`, 'Run as the user who owns it, or set HUB_DATA_DIR.'),
  );
  const { bavail, bsize } = await statfs(dataDir);
  diagnoses.push(judgeDisk(bavail * bsize));
  const open = await openSecrets(dataDir);
  if (open.length > 0) {
    diagnoses.push(failure('secrets', `others can read ${open.join(', ')}`, `chmod 600 ${open.join(' ')}`));
  }
  return diagnoses;
}

async function openSecrets(dataDir: string): Promise<string[]> {
  const files = secretFiles.map((file) => path.join(dataDir, file)).filter((file) => existsSync(file));
  const modes = await Promise.all(files.map(async (file) => (await stat(file)).mode));
  return files.filter((_, at) => ((modes[at] ?? 0) & 0o077) !== 0);
}
