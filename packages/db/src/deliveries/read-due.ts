import type { Sql } from '../postgres/client.ts';
import { type ClaimedDelivery, claimedDeliveries } from './claimed-deliveries.ts';

/** What is due of subscriptions somebody owns: how many at most of which. It is due until its attempt is finished. */
export async function readDue(sql: Sql, rooms: ReadonlyMap<string, number>): Promise<readonly ClaimedDelivery[]> {
  if (rooms.size === 0) return [];
  const ids = sql.array([...rooms.keys()]);
  return await claimedDeliveries(sql, sql`read_due(${ids}::uuid[], ${sql.array([...rooms.values()])}::int[])`);
}
