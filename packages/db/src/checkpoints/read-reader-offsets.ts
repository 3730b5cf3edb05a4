import { liveRevisions } from '../plugins/live-revisions.ts';
import type { Sql } from '../postgres/client.ts';

/** How far a processor version is in one lane. */
export interface ReaderOffset {
  readonly processor: string;
  readonly version: string;
  readonly lane: number;
  readonly offset: number;
}

/**
 * The checkpoints of these processors, or of all, in every version that may be shown: of a plugin its live revision.
 * Buckets of an inbox are left out, because no place of the log can be held against them.
 */
export async function readReaderOffsets(sql: Sql, processors?: readonly string[]): Promise<readonly ReaderOffset[]> {
  const live = liveRevisions(sql);
  return sql<ReaderOffset[]>`
    select checkpoint.processor, checkpoint.version, checkpoint.lane, checkpoint."offset"
    from checkpoint ${live.join}
    where not checkpoint.of_inbox and ${live.shown}
    ${processors === undefined ? sql`` : sql`and checkpoint.processor = any(${[...processors]}::text[])`}`;
}
