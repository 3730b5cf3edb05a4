import { readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly ready: boolean;
}

/** What `postmaster.pid` says: line 1 the pid, line 4 the port, line 8 the state. */
export function readPostmasterPid(folder: string): Postmaster | undefined {
  let lines: string[];
  try {
    lines = readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return undefined;
  }
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!Number.isInteger(pid) || pid <= 1) return undefined;
  return { pid, port, ready: lines[7]?.trim() === 'ready' };
}

/**
 * The server that still lives on this folder, as after a `kill -9` of the hub. A pid is reused after a
 * reboot, so its command line must name the folder. (Its working directory would say the same, but root
 * in a container without CAP_SYS_PTRACE may not read that of another user's process.)
 */
export function livingPostmaster(folder: string): Postmaster | undefined {
  const found = readPostmasterPid(folder);
  if (found === undefined || !isAlive(found.pid)) return undefined;
  const args = commandLine(found.pid);
  const data = args[args.indexOf('-D') + 1];
  return data !== undefined && realPath(data) === realPath(folder) ? found : undefined;
}

function commandLine(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return [];
  }
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** In a container whose first process reaps nobody, a dead process answers signals for ever. */
function isZombie(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3) === 'Z';
  } catch {
    return false;
  }
}
