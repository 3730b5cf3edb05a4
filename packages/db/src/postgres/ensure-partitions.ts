import type { Sql } from './client.ts';

/** So many months ahead that a timer may be late by weeks. */
const MONTHS_AHEAD = 3;

/** How many partitions were made of the log and of the points of time series. */
export interface MadePartitions {
  readonly log: number;
  readonly metrics: number;
}

/**
 * Makes the partitions for this month and the next ones, and those of past months that a back-fill wrote points of;
 * call it at the start and once a day. Any number of processes may do so at once.
 */
export async function ensurePartitions(sql: Sql, monthsAhead: number = MONTHS_AHEAD): Promise<MadePartitions> {
  const [log] = await sql<{ made: number }[]>`select ensure_event_partitions(${monthsAhead}::int) as made`;
  const [metrics] = await sql<{ made: number }[]>`select ensure_metric_partitions(${monthsAhead}::int) as made`;
  return { log: log?.made ?? 0, metrics: metrics?.made ?? 0 };
}
