import type { Sql } from '../postgres/client.ts';
import { bareArray } from '../postgres/text-array.ts';
import type { ProcessorRef, ProjectionRange } from './consumer-store.ts';

/** One range per lane. Those that are stale come back as they were asked for, and `finishRanges` fences them. */
export async function announceRanges(
  sql: Sql,
  ref: ProcessorRef,
  ranges: readonly ProjectionRange[],
): Promise<readonly ProjectionRange[]> {
  if (ranges.length === 0) return [];
  const rows = await sql<{ lane: number; from_offset: number; to_offset: number }[]>`
    select lane, from_offset, to_offset from announce_ranges(${ref.processor}, ${ref.version},
      ${bareArray(ranges.map((range) => range.lane))}::text::smallint[],
      ${bareArray(ranges.map((range) => range.from))}::text::bigint[],
      ${bareArray(ranges.map((range) => range.to))}::text::bigint[])`;
  return rows.map((row) => ({ lane: row.lane, from: row.from_offset, to: row.to_offset }));
}
