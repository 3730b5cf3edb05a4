import type { ViewRecord } from '@activity-hub/contracts/access/audit';
import type { Sql } from '../postgres/client.ts';
import { exactInstant } from '../queries/exact-instant.ts';
import type { Keyset } from '../queries/keyset.ts';

export interface ViewFilter {
  readonly user_id: string;
  readonly after?: Keyset | undefined;
  readonly limit: number;
}

/** Who read data of one participant, newest first, with one row more than the limit. */
export async function listViews(sql: Sql, filter: ViewFilter): Promise<readonly ViewRecord[]> {
  return sql<ViewRecord[]>`
    select view_id, at, json_build_object('kind', viewer_kind, 'id', viewer_id, 'name', viewer_name) as viewer,
      procedure, request_id
    from view_record
    where user_ids @> array[${filter.user_id}::text::uuid]
      ${
        filter.after === undefined
          ? sql``
          : sql`and (at, view_id) < (${filter.after.at}::text::timestamptz, ${filter.after.id}::text::uuid)`
      }
    order by at desc, view_id desc
    limit ${filter.limit + 1}`;
}

export function keysetOfView(view: ViewRecord): Keyset {
  return { at: exactInstant(view.at), id: view.view_id };
}
