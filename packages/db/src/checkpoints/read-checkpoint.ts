import type { Sql } from '../postgres/client.ts';
import type { Checkpoint, ProcessorRef } from './consumer-store.ts';

/** Unlike `readCheckpoints` it makes none: a processor that was discarded while it ran must not begin again. */
export async function readCheckpoint(sql: Sql, ref: ProcessorRef, lane: number): Promise<Checkpoint | undefined> {
  const [row] = await sql<Checkpoint[]>`
    select "offset", derives_after, made_at from checkpoint
    where processor = ${ref.processor} and version = ${ref.version} and lane = ${lane}`;
  return row;
}
