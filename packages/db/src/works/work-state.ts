import type { WorkSummary } from '@activity-hub/contracts/activity/work-trace';
import type { Fragment } from 'postgres';
import type { Sql } from '../postgres/client.ts';
import { type Sight, sightList } from '../queries/sight.ts';

/** The plugin whose states are the traces of works. */
export const WORK_TRACE = 'work-trace';

export interface WorkRow {
  readonly work: WorkSummary;
  readonly last_occurred_at: string;
  /** An event belongs to one work only, so it sets works of one instant apart. */
  readonly last_event_id: string;
}

/** A work without its lists: traces may be long, and a page of them longer. */
export function workColumns(sql: Sql): Fragment {
  return sql`processor_state.state - '{entries,artifacts,evidence,metrics,statuses}'::text[] as work,
    processor_state.last_occurred_at, processor_state.last_event_id`;
}

/** `and …`: a work is in sight when somebody in sight took part in it. */
export function worksWithinSight(sql: Sql, sight: Sight): Fragment {
  return sight === 'everybody'
    ? sql``
    : sql`and exists (select from work_user where work_user.version = processor_state.version
        and work_user.work_id = processor_state.key and work_user.user_id = any(${sightList(sql, sight)}))`;
}
