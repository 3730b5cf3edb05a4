import type { Sql } from '../postgres/client.ts';

/** What was recorded in a stream behind an offset. */
export interface StreamChanges {
  /** Nothing that happened before it is new; null: nothing is new. */
  readonly changed_from: string | null;
  readonly taken_back: boolean;
}

/** Of the stream of a user. Undefined: the lane has gone on by more than `limit` events. */
export async function readStreamChanges(
  sql: Sql,
  { user_id, lane, after, limit }: { user_id: string; lane: number; after: number; limit: number },
): Promise<StreamChanges | undefined> {
  const [row] = await sql<(StreamChanges & { looked: number })[]>`
    select * from stream_changes(${user_id}, ${lane}, ${after}, ${limit})`;
  return row === undefined || row.looked === limit
    ? undefined
    : { changed_from: row.changed_from, taken_back: row.taken_back };
}
