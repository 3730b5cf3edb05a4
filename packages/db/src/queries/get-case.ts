import type { AnomalyCase } from '@activity-hub/contracts/activity/anomaly-case';
import type { Sql } from '../postgres/client.ts';
import { anomalyCaseColumns } from './anomaly-case-columns.ts';
import { type Sight, withinSight } from './sight.ts';

export async function getCase(sql: Sql, caseId: string, sight: Sight): Promise<AnomalyCase | undefined> {
  const [row] = await sql<AnomalyCase[]>`
    select ${anomalyCaseColumns(sql)} from anomaly_case where case_id = ${caseId}::text::uuid
      ${withinSight(sql, 'anomaly_case', sight)}`;
  return row;
}
