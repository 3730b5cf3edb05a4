import type { Sql } from './client.ts';
import { MONTHS_AHEAD } from './months-ahead.ts';

/**
 * Makes the partitions of the log for this month and the next ones. Any number of processes may do so at once.
 * @returns how many were made.
 */
export async function ensureEventPartitions(sql: Sql, monthsAhead: number = MONTHS_AHEAD): Promise<number> {
  const [row] = await sql<{ made: number }[]>`select ensure_event_partitions(${monthsAhead}::int) as made`;
  return row?.made ?? 0;
}
