import type { Sql } from './client.ts';
import { ensureEventPartitions } from './ensure-event-partitions.ts';
import { MONTHS_AHEAD } from './months-ahead.ts';

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
  const log = await ensureEventPartitions(sql, monthsAhead);
  const [metrics] = await sql<{ made: number }[]>`select ensure_metric_partitions(${monthsAhead}::int) as made`;
  return { log, metrics: metrics?.made ?? 0 };
}
