import type { Statements } from '../postgres/statements.ts';

export async function readEpoch(sql: Statements): Promise<number> {
  const [row] = await sql<{ epoch: number }[]>`select epoch from dispatch_epoch`;
  return row?.epoch ?? 0;
}
