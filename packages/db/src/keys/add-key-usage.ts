import type { Sql } from '../postgres/client.ts';

export interface KeyUsage {
  readonly key_id: string;
  /** UTC. */
  readonly day: string;
  readonly events: number;
}

/**
 * Adds to what keys have used of their days, in key order, so that processes that do so at once do not
 * lock each other out. Usage of a key that was deleted meanwhile is dropped.
 * @returns the new totals, with what every other process has added
 */
export async function addKeyUsage(sql: Sql, usage: readonly KeyUsage[]): Promise<readonly KeyUsage[]> {
  if (usage.length === 0) return [];
  return sql<KeyUsage[]>`
    insert into key_usage as kept (key_id, day, events)
    select used.key_id, used.day, used.events
    from unnest(${usage.map((each) => each.key_id)}::text[], ${usage.map((each) => each.day)}::date[],
      ${usage.map((each) => String(each.events))}::bigint[]) as used (key_id, day, events)
    join api_key using (key_id)
    order by used.day, used.key_id
    on conflict (day, key_id) do update set events = kept.events + excluded.events
    returning key_id, day, events`;
}
