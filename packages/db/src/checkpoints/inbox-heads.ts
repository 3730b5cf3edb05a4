import { LANE_COUNT } from '@activity-hub/contracts/lane';
import type { Sql } from '../postgres/client.ts';
import type { ProcessorRef } from './consumer-store.ts';

/** The last place of every bucket of an inbox, read in one statement; index = bucket. */
export async function inboxHeads(sql: Sql, inbox: ProcessorRef): Promise<readonly number[]> {
  const rows = await sql<{ bucket: number; head: number }[]>`
    select bucket, head from inbox_head where processor = ${inbox.processor} and version = ${inbox.version}`;
  const heads = new Array<number>(LANE_COUNT).fill(0);
  for (const { bucket, head } of rows) heads[bucket] = head;
  return heads;
}
