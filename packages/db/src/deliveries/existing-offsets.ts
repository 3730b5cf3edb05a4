import type { Statements } from '../postgres/statements.ts';

/** Which of these places of a lane a subscription has a delivery for already. */
export async function existingOffsets(
  sql: Statements,
  subscriptionId: string,
  lane: number,
  offsets: readonly number[],
): Promise<ReadonlySet<number>> {
  if (offsets.length === 0) return new Set();
  const rows = await sql<{ offset: number }[]>`
    select distinct "offset" from delivery where subscription_id = ${subscriptionId} and lane = ${lane}
      and "offset" = any (${sql.array([...offsets])}::bigint[])`;
  return new Set(rows.map(({ offset }) => offset));
}
