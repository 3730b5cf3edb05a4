import type { AnomalyCase, CaseSearch } from '@activity-hub/contracts/activity/anomaly-case';
import type { Sql } from '../postgres/client.ts';
import { anomalyCaseColumns } from './anomaly-case-columns.ts';
import type { Keyset } from './keyset.ts';
import { type Sight, withinSight } from './sight.ts';

export interface CaseFilter extends Omit<CaseSearch, 'cursor' | 'limit'> {
  readonly sight: Sight;
  readonly after: Keyset | undefined;
  readonly limit: number;
}

/** Anomaly cases, last seen first, with one row more than the limit. */
export async function listCases(sql: Sql, filter: CaseFilter): Promise<readonly AnomalyCase[]> {
  return sql<AnomalyCase[]>`
    select ${anomalyCaseColumns(sql)}
    from anomaly_case
    where true
      ${withinSight(sql, 'anomaly_case', filter.sight)}
      ${filter.status === undefined ? sql`` : sql`and anomaly_case.status = ${filter.status}`}
      ${filter.kind === undefined ? sql`` : sql`and anomaly_case.kind = ${filter.kind}`}
      ${filter.severity === undefined ? sql`` : sql`and anomaly_case.severity = ${filter.severity}`}
      ${filter.user_id === undefined ? sql`` : sql`and anomaly_case.user_id = ${filter.user_id}::text::uuid`}
      ${
        filter.after === undefined
          ? sql``
          : sql`and (anomaly_case.last_seen_at, anomaly_case.case_id) < (${filter.after.at}::text::timestamptz, ${filter.after.id}::text::uuid)`
      }
    order by anomaly_case.last_seen_at desc, anomaly_case.case_id desc
    limit ${filter.limit + 1}`;
}
