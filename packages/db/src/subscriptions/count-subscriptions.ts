import type { Statements } from '../postgres/statements.ts';

export async function countSubscriptions(sql: Statements): Promise<number> {
  const [row] = await sql<{ total: number }[]>`select count(*) as total from subscription where removed_at is null`;
  return row?.total ?? 0;
}
