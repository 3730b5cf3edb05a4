import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { ActivityClientError } from '../client-error.ts';

const heartbeatMs = 10_000;
/** On another machine or without /proc only the heartbeat tells whether the owner lives. */
const silentMs = 60_000;

/** Who writes to a spool folder; both clients write it and read each other's. */
interface LockOwner {
  readonly pid: number;
  readonly host: string;
  /** Start of the process where the system tells it: a number may have been given to another process. */
  readonly started: string | null;
  readonly token: string;
}

/**
 * One process at a time writes to a spool folder: two would send each other's events twice and delete
 * what the other still reads. Node has no lock of the kernel, so it is a file with its owner's name; a
 * dead owner's lock is taken over.
 */
export class SpoolLock {
  readonly #file: string;
  readonly #text: string;
  readonly #heartbeat: NodeJS.Timeout;

  private constructor(file: string, text: string) {
    this.#file = file;
    this.#text = text;
    this.#heartbeat = setInterval(() => this.#beat(), heartbeatMs).unref();
  }

  /** @throws ActivityClientError spool_in_use */
  static take(folder: string): SpoolLock {
    const file = path.join(folder, 'lock');
    const owner: LockOwner = {
      pid: process.pid,
      host: hostname(),
      started: startOf(process.pid),
      token: randomUUID(),
    };
    const text = JSON.stringify(owner);
    for (let round = 0; round < 10; round++) {
      if (createExclusively(file, text)) return new SpoolLock(file, text);
      removeIfDead(file, owner.token);
    }
    throw inUse(file, 'several processes start on it at once');
  }

  /** False when another process took the folder over, for example after this one was suspended for long. */
  isHeld(): boolean {
    return readText(this.#file) === this.#text;
  }

  release(): void {
    clearInterval(this.#heartbeat);
    if (this.isHeld()) rmSync(this.#file, { force: true });
  }

  #beat(): void {
    const now = new Date();
    try {
      if (this.isHeld()) utimesSync(this.#file, now, now);
    } catch {
      // The folder went away; the next write will say so with its reason.
    }
  }
}

function createExclusively(file: string, text: string): boolean {
  try {
    writeFileSync(file, text, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw new ActivityClientError('spool_failed', `The spool folder cannot be written: ${(cause as Error).message}`, {
      cause,
    });
  }
}

/** Moves a dead owner's lock away. Two may find it dead at once: who moved a living one puts it back. */
function removeIfDead(file: string, token: string): void {
  const seen = readText(file);
  if (seen === undefined) return;
  const alive = whoLives(seen, file);
  if (alive !== undefined) throw inUse(file, alive);
  const aside = `${file}.${token}`;
  try {
    renameSync(file, aside);
    if (readText(aside) !== seen) linkSync(aside, file);
  } catch {
    // Somebody else was faster; the next round sees whom.
  } finally {
    rmSync(aside, { force: true });
  }
}

/** Who holds the lock, in words; undefined when nobody does any more. */
function whoLives(text: string, file: string): string | undefined {
  const silent = Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) > silentMs;
  const owner = parseOwner(text);
  // Half written: its writer is about to finish it, or died in between.
  if (owner === undefined) return silent ? undefined : 'a process that is just starting';
  const name = `process ${owner.pid} on ${owner.host}`;
  if (owner.host !== hostname()) return silent ? undefined : name;
  if (!isRunning(owner.pid)) return undefined;
  const started = startOf(owner.pid);
  if (started === null || owner.started === null) return silent ? undefined : name;
  return started === owner.started ? name : undefined;
}

function parseOwner(text: string): LockOwner | undefined {
  try {
    const owner = JSON.parse(text) as LockOwner;
    return Number.isInteger(owner.pid) && typeof owner.host === 'string' ? owner : undefined;
  } catch {
    return undefined;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Clock ticks from the start of the machine to that of the process; null where there is no /proc. */
function startOf(pid: number): string | null {
  const stat = readText(`/proc/${pid}/stat`);
  if (stat === undefined) return null;
  // The name of the program stands in brackets and may hold blanks.
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function inUse(file: string, who: string): ActivityClientError {
  return new ActivityClientError(
    'spool_in_use',
    `${file} is held by ${who}. Give every process a spool folder of its own.`,
  );
}
