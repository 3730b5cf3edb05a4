import { randomUUID } from 'node:crypto';
import type { Sql } from '@activity-hub/db/postgres/client';
import { listAbandoned } from '@activity-hub/db/refused/list-abandoned';
import { whileLocked } from '@activity-hub/db/refused/lock-refused';
import { advanceRun } from '@activity-hub/db/refused/runs/advance-run';
import { endRun } from '@activity-hub/db/refused/runs/end-run';
import { leaseRun, releaseRun } from '@activity-hub/db/refused/runs/lease-run';
import { readChunk } from '@activity-hub/db/refused/runs/read-chunk';
import type { RepairRunRow } from '@activity-hub/db/refused/runs/repair-run-row';
import { pause } from '../bus/backoff.ts';
import { finishAttempts } from './finish-attempts.ts';
import type { RepairSources } from './publish-repair.ts';
import { type ChunkTally, resubmitChunk } from './resubmit-chunk.ts';

/** A chunk is one group of the group commit at most, so that live events never wait for more than one. */
const chunkEvents = 100;
/** How often a worker looks for runs that others left behind; a start wakes it at once. */
const lookEveryMs = 2_000;
/** An attempt this old has lost its process: an append is answered within half of it. */
const abandonedAfterMs = 60_000;
const failurePauseMs = 1_000;

export interface RepairWorkerOptions {
  readonly sql: Sql;
  readonly sources: RepairSources;
  readonly onFailure: (failure: unknown) => void;
  readonly lookEveryMs?: number | undefined;
  readonly abandonedAfterMs?: number | undefined;
}

/**
 * Carries out repairs of many, one run at a time, and finishes what a crash left half done. Any number of
 * hubs may have one: a run belongs to whoever sends its heartbeat.
 */
export class RepairWorker {
  readonly #options: RepairWorkerOptions;
  readonly #id = randomUUID();
  readonly #stop = new AbortController();
  #wake = Promise.withResolvers<void>();
  #running: Promise<void> | undefined;

  constructor(options: RepairWorkerOptions) {
    this.#options = options;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** There may be a run to carry out. */
  wake(): void {
    this.#wake.resolve();
  }

  /** Within one chunk; the run goes on elsewhere, or after the next start. */
  async stop(): Promise<void> {
    this.#stop.abort();
    this.wake();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      try {
        await this.#finishAbandoned();
        const run = await leaseRun(this.#options.sql, this.#id);
        if (run === undefined) await this.#rest();
        else await this.#carryOut(run);
      } catch (failure) {
        this.#options.onFailure(failure);
        await pause(failurePauseMs, signal);
      }
    }
  }

  async #rest(): Promise<void> {
    await Promise.race([this.#wake.promise, pause(this.#options.lookEveryMs ?? lookEveryMs, this.#stop.signal)]);
    this.#wake = Promise.withResolvers<void>();
  }

  async #carryOut(leased: RepairRunRow): Promise<void> {
    const { sql } = this.#options;
    const { run_id } = leased;
    let run: RepairRunRow | undefined = leased;
    while (run !== undefined && !this.#stop.signal.aborted) {
      const chunk = run.state === 'cancelling' ? [] : await readChunk(sql, run, chunkEvents);
      const last = chunk.at(-1);
      if (last === undefined) return await endRun(sql, run_id, this.#id);
      const ids = chunk.map((row) => row.refused_id);
      const { plan, started_by, cursor_at, cursor_id } = run;
      let next: RepairRunRow | undefined;
      await resubmitChunk(
        {
          sql,
          sources: this.#options.sources,
          by: started_by,
          settled: async (tally, transaction) => {
            const tried = isWhole(tally, ids.length);
            const cursor = tried ? { at: last.received_at, id: last.refused_id } : { at: cursor_at, id: cursor_id };
            next = await advanceRun(transaction, run_id, this.#id, {
              ...tally,
              cursor_at: cursor.at,
              cursor_id: cursor.id,
            });
          },
        },
        ids,
        plan,
      );
      run = next;
    }
    await releaseRun(sql, run_id, this.#id);
  }

  async #finishAbandoned(): Promise<void> {
    const { sql, sources } = this.#options;
    const ids = await listAbandoned(sql, this.#options.abandonedAfterMs ?? abandonedAfterMs, chunkEvents);
    if (ids.length === 0) return;
    const { failure } = await whileLocked(sql, ids, 'skip', (rows, transaction) =>
      finishAttempts(sources, rows, transaction),
    );
    if (failure !== undefined) throw failure;
  }
}

/** A chunk that was broken off counts only what it settled, and is read again from where it began. */
function isWhole(tally: ChunkTally, size: number): boolean {
  return tally.resubmitted + tally.refused_again + tally.skipped === size;
}
