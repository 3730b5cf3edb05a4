import type { Sql } from '../postgres/client.ts';

/** A process sends for nobody any longer: others need not wait. */
export async function disownSubscriptions(sql: Sql, owner: string): Promise<void> {
  await sql`update subscription set owner = null, owned_until = null where owner = ${owner}`;
}
