import { LANE_COUNT } from '@activity-hub/contracts/lane';
import type { Statements } from '../postgres/statements.ts';

/** One statement, so that together they are a cursor: what is committed later lies after it. */
export async function laneHeads(sql: Statements): Promise<readonly number[]> {
  const rows = await sql<{ lane: number; head: number }[]>`select lane, head from lane`;
  const heads = new Array<number>(LANE_COUNT).fill(0);
  for (const { lane, head } of rows) heads[lane] = head;
  return heads;
}
