import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isAlive } from '@activity-hub/db/embedded/postmaster-pid';

/** What runs on a data folder. The addresses hold passwords, hence mode 0600; `doctor` reads it. */
export interface RunningHub {
  readonly pid: number;
  readonly hub_url: string;
  readonly process_url: string;
  readonly console_url: string;
  readonly database_url?: string;
  readonly clickhouse_url?: string;
}

export interface DataDirClaim {
  /** Adds what is known by now. */
  note(running: RunningHub): void;
  release(): void;
}

/**
 * Two hubs on one data folder would stop each other's database. The file is the claim; one left by a
 * hub that was killed counts for nothing.
 * @throws Error when a living hub holds the folder
 */
export function claimDataDir(dataDir: string, running: RunningHub): DataDirClaim {
  // Only the search bit for others: PostgreSQL runs as `nobody` when the hub runs as root.
  mkdirSync(dataDir, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  const file = path.join(dataDir, 'running-hub.json');
  const holder = readRunningHub(dataDir);
  if (holder !== undefined && holder.pid !== process.pid && isStartProgram(holder.pid)) {
    throw new Error(
      `A hub already runs on ${dataDir} (process ${holder.pid}, console ${holder.console_url}). ` +
        'Stop it, or set HUB_DATA_DIR to another folder.',
    );
  }
  rmSync(file, { force: true });
  const note = (now: RunningHub, flag: 'w' | 'wx') =>
    writeFileSync(file, `${JSON.stringify(now, null, 2)}\n`, { mode: 0o600, flag });
  note(running, 'wx');
  return {
    note: (now) => note(now, 'w'),
    release: () => rmSync(file, { force: true }),
  };
}

export function readRunningHub(dataDir: string): RunningHub | undefined {
  try {
    return JSON.parse(readFileSync(path.join(dataDir, 'running-hub.json'), 'utf8')) as RunningHub;
  } catch {
    return undefined;
  }
}

/** A pid is used again after a reboot, so what runs under it must look like us where that can be seen. */
function isStartProgram(pid: number): boolean {
  if (!isAlive(pid)) return false;
  try {
    return /start/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
  } catch {
    return true;
  }
}
