import type { Sql } from '../postgres/client.ts';
import { type DeliveryRow, deliveryColumns } from './delivery-row.ts';

/** What is due of subscriptions somebody owns, how many at most of which; it is due until its attempt is finished. */
export async function readDue(sql: Sql, rooms: ReadonlyMap<string, number>): Promise<readonly DeliveryRow[]> {
  if (rooms.size === 0) return [];
  return await sql<DeliveryRow[]>`
    select ${deliveryColumns(sql)} from read_due(${sql.array([...rooms.keys()])}::uuid[],
      ${sql.array([...rooms.values()])}::int[]) as delivery`;
}
