import type { PassedOverFolder } from '@activity-hub/contracts/activity/plugin';
import type { Sql } from '../postgres/client.ts';
import { seenLately } from './seen-lately.ts';

/** What the process roles that live pass over, each folder once for each reason. */
export async function listPassedOver(sql: Sql): Promise<readonly PassedOverFolder[]> {
  return sql<PassedOverFolder[]>`
    select distinct folder, reason, reason_code, reason_values
    from process_role, jsonb_to_recordset(passed_over)
      as passed(folder text, reason text, reason_code text, reason_values jsonb)
    where ${seenLately(sql)} order by folder, reason`;
}
