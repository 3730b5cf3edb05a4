import type { Sql } from '../postgres/client.ts';

/** A process sends for these no longer: others may. */
export async function disownSubscriptions(sql: Sql, owner: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    update subscription set owner = null
    where owner = ${owner} and subscription_id = any (${sql.array([...ids])}::uuid[])`;
}
