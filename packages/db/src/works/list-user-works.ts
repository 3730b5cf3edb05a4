import type { Sql } from '../postgres/client.ts';
import type { Keyset } from '../queries/keyset.ts';
import { WORK_TRACE, type WorkRow, workColumns } from './work-state.ts';

export interface UserWorksQuery {
  readonly version: string;
  readonly user_id: string;
  readonly after: Keyset | undefined;
  readonly limit: number;
}

/** The works a person took part in, latest activity first, with one row more than the limit. */
export async function listUserWorks(sql: Sql, query: UserWorksQuery): Promise<readonly WorkRow[]> {
  const { version, user_id, after, limit } = query;
  return sql<WorkRow[]>`
    select ${workColumns(sql)}
    from work_user join processor_state on processor_state.processor = ${WORK_TRACE}
      and processor_state.version = work_user.version and processor_state.key = work_user.work_id
      and processor_state.window_kind = 'all' and processor_state.window_start = ''
    where work_user.version = ${version} and work_user.user_id = ${user_id}::text::uuid
      ${
        after === undefined
          ? sql``
          : sql`and (processor_state.last_occurred_at, processor_state.last_event_id) < (${after.at}::text::timestamptz, ${after.id}::text::uuid)`
      }
    order by processor_state.last_occurred_at desc, processor_state.last_event_id desc
    limit ${limit + 1}`;
}
