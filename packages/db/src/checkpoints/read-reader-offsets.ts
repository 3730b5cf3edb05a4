import type { Sql } from '../postgres/client.ts';

/** How far a processor version is in one lane. */
export interface ReaderOffset {
  readonly processor: string;
  readonly version: string;
  readonly lane: number;
  readonly offset: number;
}

/** The checkpoints of these processors in all of their versions; of all processors when none are named. */
export async function readReaderOffsets(sql: Sql, processors?: readonly string[]): Promise<readonly ReaderOffset[]> {
  return sql<ReaderOffset[]>`
    select processor, version, lane, "offset" from checkpoint
    ${processors === undefined ? sql`` : sql`where processor = any(${[...processors]}::text[])`}`;
}
