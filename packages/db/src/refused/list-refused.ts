import type { RefusedFilter } from '@activity-hub/contracts/activity/refused-search';
import type { Sql } from '../postgres/client.ts';
import { exactInstant } from '../queries/exact-instant.ts';
import type { Keyset } from '../queries/keyset.ts';
import { type RefusedStateFilter, refusedCondition } from './refused-condition.ts';
import { type ListedRefused, listedColumns } from './refused-row.ts';

export interface RefusedListing {
  readonly filter: RefusedFilter;
  readonly state: RefusedStateFilter;
  readonly after: Keyset | undefined;
  readonly limit: number;
}

/** Refused events, newest first by (received_at, refused_id), with one row more than the limit. */
export async function listRefused(sql: Sql, listing: RefusedListing): Promise<readonly ListedRefused[]> {
  const { filter, state, after, limit } = listing;
  return sql<ListedRefused[]>`
    select ${listedColumns(sql)}
    from refused_event
    where true ${refusedCondition(sql, filter, state)}
      ${
        after === undefined
          ? sql``
          : sql`and (refused_event.received_at, refused_event.refused_id) < (${after.at}::text::timestamptz, ${after.id}::text::uuid)`
      }
    order by refused_event.received_at desc, refused_event.refused_id desc
    limit ${limit + 1}`;
}

export function keysetOfRefused(row: ListedRefused): Keyset {
  return { at: exactInstant(row.received_at), id: row.refused_id };
}
