import type { RefusalFault } from '@activity-hub/contracts/activity/refused-event';
import type { RepairPlan } from '@activity-hub/contracts/activity/refused-repair';
import type { Statements } from '../../postgres/statements.ts';

/** A repair of many, as the database holds it. */
export interface RepairRunRow {
  readonly run_id: string;
  readonly state: 'running' | 'cancelling' | 'finished' | 'cancelled';
  readonly plan: RepairPlan;
  readonly started_by: string;
  readonly started_at: string;
  readonly finished_at: string | null;
  readonly total: number;
  readonly resubmitted: number;
  readonly duplicates: number;
  readonly refused_again: number;
  readonly skipped: number;
  readonly failures: readonly (RefusalFault & { readonly refused_id: string })[];
  readonly cursor_at: string;
  readonly cursor_id: string;
}

export function repairRunColumns(sql: Statements) {
  return sql`run_id, state, plan, started_by, started_at, finished_at, total, resubmitted, duplicates,
    refused_again, skipped, failures, cursor_at, cursor_id`;
}
