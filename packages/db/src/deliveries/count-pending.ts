import type { Statements } from '../postgres/statements.ts';

/** How much waits, by subscription; none: nothing. */
export async function countPending(sql: Statements): Promise<ReadonlyMap<string, number>> {
  const rows = await sql<{ subscription_id: string; waiting: number }[]>`
    select subscription_id, count(*) as waiting from delivery where state = 'pending' group by subscription_id`;
  return new Map(rows.map(({ subscription_id, waiting }) => [subscription_id, waiting]));
}
