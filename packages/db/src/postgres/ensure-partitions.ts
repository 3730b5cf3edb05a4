import type { Sql } from './client.ts';

/** So many months ahead that a timer may be late by weeks. */
const MONTHS_AHEAD = 3;

/**
 * Makes the partitions of the log for this month and the next ones; call it at the start and once a
 * day. Any number of processes may do so at once.
 * @returns how many were made.
 */
export async function ensureEventPartitions(sql: Sql, monthsAhead: number = MONTHS_AHEAD): Promise<number> {
  const [row] = await sql<{ made: number }[]>`select ensure_event_partitions(${monthsAhead}::int) as made`;
  return row?.made ?? 0;
}
