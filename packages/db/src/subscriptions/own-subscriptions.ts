import type { Sql } from '../postgres/client.ts';

/**
 * Says that a process sends for these subscriptions, for some seconds from now. Those of another process stay with it
 * until it has not said so for that long. @returns those that are its own
 */
export async function ownSubscriptions(
  sql: Sql,
  owner: string,
  ids: readonly string[],
  seconds: number,
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = await sql<{ subscription_id: string }[]>`
    update subscription set owner = ${owner}, owned_until = clock_timestamp() + make_interval(secs => ${seconds})
    where subscription_id = any (${sql.array([...ids])}::uuid[])
      and (owner is null or owner = ${owner} or owned_until < clock_timestamp())
    returning subscription_id`;
  return new Set(rows.map(({ subscription_id }) => subscription_id));
}
