import type { RedriveRun } from '@activity-hub/contracts/dispatch/redrive';
import type { Statements } from '../../postgres/statements.ts';

export interface RedriveRunRow extends RedriveRun {
  readonly upto: string;
  /** Of a replay of what was missed: the place it has read to, by lane. */
  readonly cursor: Readonly<Record<string, number>>;
}

export function redriveRunColumns(sql: Statements) {
  return sql`run_id, subscription_id, selection, rate_per_second, state, total, redriven, skipped, started_by,
    started_at, finished_at, upto, cursor`;
}
