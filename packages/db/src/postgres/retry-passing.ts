import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import type { Sql } from './client.ts';
import { ensureEventPartitions } from './ensure-event-partitions.ts';

/** 40001: a serialization failure; 40P01: a deadlock, which the lock order rules out among appends alone. */
const passingCodes = new Set(['40001', '40P01']);
const MAX_ATTEMPTS = 10;

/**
 * Runs a statement that appends to the log again after what passes by itself. Every function of the log
 * is one transaction, so a failed attempt has left nothing. A month without a partition (the daily timer
 * did not run) is made on the way.
 */
export async function retryPassing<Result>(sql: Sql, run: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run();
    } catch (error) {
      if (attempt === MAX_ATTEMPTS || !(error instanceof postgres.PostgresError)) throw error;
      if (isMissingPartition(error)) await ensureEventPartitions(sql);
      else if (passingCodes.has(error.code) || isTakenId(error))
        await sleep(Math.random() * Math.min(100, 2 ** attempt));
      else throw error;
    }
  }
}

/** Another append took an id between the look at it and its claim, or it was not looked at. The second look finds it. */
export function isTakenId(error: unknown): boolean {
  return (
    error instanceof postgres.PostgresError && error.code === '23505' && error.constraint_name === 'event_key_pkey'
  );
}

/** Shares its SQLSTATE with check constraints; only the place that raised it tells them apart. */
export function isMissingPartition(error: postgres.PostgresError): boolean {
  return error.code === '23514' && error.routine === 'ExecFindPartition';
}
