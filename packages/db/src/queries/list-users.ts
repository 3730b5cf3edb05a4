import type { UserList } from '@activity-hub/contracts/activity/user-activity';
import type { ClickHouseClient } from '@clickhouse/client';
import { askAnalytics } from './ask-analytics.ts';
import { exactInstantOfMicros, toWire } from './exact-instant.ts';
import { notCorrectedProjected } from './not-corrected.ts';
import { projectedSight, type Sight } from './sight.ts';

export type ListedUser = Omit<UserList['items'][number], 'display_name'>;

/** Users by their latest activity. `prefix` is the beginning of an id, lower case. */
export async function listUsers(
  client: ClickHouseClient,
  query: { readonly sight: Sight; readonly prefix: string; readonly limit: number },
): Promise<readonly ListedUser[]> {
  const seen = projectedSight(query.sight);
  const rows = await askAnalytics<{ user: string; last: number; events: number }>(
    client,
    `SELECT toString(user_id) AS user, toUnixTimestamp64Micro(max(occurred_at)) AS last, toUInt64(count()) AS events
     FROM event FINAL
     WHERE ${['user_id IS NOT NULL', notCorrectedProjected, ...seen.conditions].join(' AND ')}
       AND startsWith(toString(assumeNotNull(user_id)), {prefix:String})
     GROUP BY user_id
     ORDER BY last DESC, user
     LIMIT {row_limit:UInt32}`,
    { ...seen.parameters, prefix: query.prefix, row_limit: query.limit },
  );
  return rows.map((row) => ({
    user_id: row.user,
    last_event_at: toWire(exactInstantOfMicros(Number(row.last))),
    events: Number(row.events),
  }));
}
