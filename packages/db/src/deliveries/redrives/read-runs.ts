import type { Statements } from '../../postgres/statements.ts';
import { type RedriveRunRow, redriveRunColumns } from './redrive-run-row.ts';

/** The last 50 of a subscription, or one. */
export async function readRuns(
  sql: Statements,
  wanted: { readonly subscription_id: string } | { readonly run_id: string },
): Promise<readonly RedriveRunRow[]> {
  const condition =
    'run_id' in wanted ? sql`run_id = ${wanted.run_id}` : sql`subscription_id = ${wanted.subscription_id}`;
  return sql<RedriveRunRow[]>`
    select ${redriveRunColumns(sql)} from redrive_run where ${condition} order by started_at desc limit 50`;
}
