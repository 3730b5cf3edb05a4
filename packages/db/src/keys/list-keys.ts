import type { KeyState } from '@activity-hub/contracts/access/api-key';
import type { Sql } from '../postgres/client.ts';
import { eventsToday, type KeyRowWithUsage, keyColumns } from './key-row.ts';

export interface KeyFilter {
  readonly state?: KeyState | undefined;
  readonly source?: string | undefined;
  readonly after?: { readonly at: string; readonly key_id: string } | undefined;
  readonly limit: number;
}

/** Made last first, with one row more than the limit. */
export async function listKeys(sql: Sql, filter: KeyFilter): Promise<readonly KeyRowWithUsage[]> {
  const { after } = filter;
  return sql<KeyRowWithUsage[]>`
    select ${keyColumns(sql)}, ${eventsToday(sql)}
    from api_key
    where true
      ${filter.state === undefined ? sql`` : sql`and ${stateIs(sql, filter.state)}`}
      ${filter.source === undefined ? sql`` : sql`and source = ${filter.source}`}
      ${
        after === undefined
          ? sql``
          : sql`and (created_at, key_id) < (${after.at}::text::timestamptz, ${after.key_id}::text)`
      }
    order by created_at desc, key_id desc
    limit ${filter.limit + 1}`;
}

/** The same as `keyStateOf` of the hub says about one key. */
function stateIs(sql: Sql, state: KeyState) {
  const ended = sql`(expires_at <= now() or overlap_until <= now())`;
  switch (state) {
    case 'revoked':
      return sql`revoked_at is not null`;
    case 'expired':
      return sql`(revoked_at is null and ${ended})`;
    case 'ending':
      return sql`(revoked_at is null and ${ended} is not true and rotated_to is not null)`;
    case 'active':
      return sql`(revoked_at is null and ${ended} is not true and rotated_to is null)`;
  }
}
