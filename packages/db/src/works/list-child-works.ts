import type { Sql } from '../postgres/client.ts';
import type { Sight } from '../queries/sight.ts';
import { WORK_TRACE, type WorkRow, workColumns, worksWithinSight } from './work-state.ts';

const maxChildren = 100;

/** The works that name a work as the one they are a part of, oldest first. */
export async function listChildWorks(
  sql: Sql,
  { version, work_id, sight }: { readonly version: string; readonly work_id: string; readonly sight: Sight },
): Promise<readonly WorkRow[]> {
  return sql<WorkRow[]>`
    select ${workColumns(sql)}
    from work_parent join processor_state on processor_state.processor = ${WORK_TRACE}
      and processor_state.version = work_parent.version and processor_state.key = work_parent.work_id
      and processor_state.window_kind = 'all' and processor_state.window_start = ''
    where work_parent.version = ${version} and work_parent.parent_work_id = ${work_id}
      ${worksWithinSight(sql, sight)}
    order by processor_state.state ->> 'started_at', processor_state.key
    limit ${maxChildren}`;
}
