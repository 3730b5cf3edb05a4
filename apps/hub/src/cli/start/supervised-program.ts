import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { ServerLog } from '@activity-hub/db/embedded/server-log';
import { spawnProgram } from './spawn-program.ts';

export interface ProgramOptions {
  readonly name: string;
  /** Arguments for Node: the program's file and its own arguments. */
  readonly args: readonly string[];
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly logFile: string;
  /** Asked until it answers true; the program counts as started from then on. */
  readonly isReady: () => Promise<boolean>;
  readonly readyLimitMs: number;
  readonly stopLimitMs: number;
  /** What a person should know between starts: that it ended, and when it starts again. */
  readonly onTrouble: (sentence: string) => void;
  readonly backoffMs?: readonly number[];
}

const BACKOFF_MS = [500, 1_000, 2_000, 5_000, 15_000];
/** After that long without an end the next one counts as the first again. */
const STEADY_MS = 60_000;

/**
 * A program that is started again when it ends by itself, later each time; one that never became ready
 * is not.
 */
export class SupervisedProgram {
  readonly #options: ProgramOptions;
  readonly #log: ServerLog;
  #child: ChildProcess | undefined;
  #stopping = false;

  constructor(options: ProgramOptions) {
    this.#options = options;
    this.#log = new ServerLog(options.logFile);
  }

  get name(): string {
    return this.#options.name;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Resolves when the program is ready; rejects with its last words when it ended or was too slow. */
  async start(): Promise<void> {
    const child = this.#spawn();
    try {
      await this.#becomesReady(child);
    } catch (error) {
      await this.#end(child);
      throw error;
    }
    void this.#keepRunning(child);
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    if (this.#child !== undefined) await this.#end(this.#child);
  }

  kill(): void {
    this.#stopping = true;
    this.#child?.kill('SIGKILL');
  }

  #spawn(): ChildProcess {
    const { args, cwd, environment } = this.#options;
    const child = spawnProgram({ args, cwd, environment, log: this.#log });
    this.#child = child;
    return child;
  }

  async #becomesReady(child: ChildProcess): Promise<void> {
    const until = performance.now() + this.#options.readyLimitMs;
    while (!hasEnded(child)) {
      if (await this.#options.isReady()) return;
      if (performance.now() > until) {
        throw new Error(`${this.name} was not ready after ${this.#options.readyLimitMs / 1000} s.${this.#lastWords()}`);
      }
      await sleep(25);
    }
    throw new Error(`${this.name} ended while starting (${endOf(child)}).${this.#lastWords()}`);
  }

  async #keepRunning(child: ChildProcess): Promise<void> {
    const backoff = this.#options.backoffMs ?? BACKOFF_MS;
    let failures = 0;
    for (let current = child; ; current = this.#spawn()) {
      const started = performance.now();
      if (!hasEnded(current)) await once(current, 'exit');
      if (this.#stopping) return;
      failures = performance.now() - started > STEADY_MS ? 1 : failures + 1;
      const wait = backoff[Math.min(failures, backoff.length) - 1] ?? 1_000;
      this.#options.onTrouble(
        `${this.name} ended (${endOf(current)}); it starts again in ${wait / 1000} s.${this.#lastWords()}`,
      );
      await sleep(wait);
      if (this.#stopping) return;
    }
  }

  async #end(child: ChildProcess): Promise<void> {
    if (hasEnded(child)) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    const limit = setTimeout(() => child.kill('SIGKILL'), this.#options.stopLimitMs);
    await ended;
    clearTimeout(limit);
  }

  #lastWords(): string {
    const lines = this.#log.sinceStart().split('\n').slice(-8).join('\n').slice(-2_000);
    return lines === '' ? ` See ${this.#log.path}.` : ` Its last words, from ${this.#log.path}:\n${lines}`;
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
}

function endOf(child: ChildProcess): string {
  return child.signalCode ?? `exit code ${child.exitCode ?? 'unknown'}`;
}
