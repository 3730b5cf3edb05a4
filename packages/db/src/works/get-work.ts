import type { HeldTrace } from '@activity-hub/contracts/activity/work-trace';
import type { Sql } from '../postgres/client.ts';
import type { Sight } from '../queries/sight.ts';
import { WORK_TRACE, worksWithinSight } from './work-state.ts';

export async function getWork(
  sql: Sql,
  { version, work_id, sight }: { readonly version: string; readonly work_id: string; readonly sight: Sight },
): Promise<HeldTrace | undefined> {
  const [row] = await sql<{ state: HeldTrace }[]>`
    select state from processor_state
    where processor = ${WORK_TRACE} and version = ${version} and key = ${work_id}
      and window_kind = 'all' and window_start = '' ${worksWithinSight(sql, sight)}`;
  return row?.state;
}
