import type { Sql } from '../postgres/client.ts';
import { bareArray } from '../postgres/text-array.ts';
import type { FinishOutcome, ProcessorRef, ProjectionRange } from './consumer-store.ts';

export async function finishRanges(
  sql: Sql,
  ref: ProcessorRef,
  ranges: readonly ProjectionRange[],
): Promise<FinishOutcome> {
  const [row] = await sql<{ finished: boolean }[]>`
    select finish_ranges(${ref.processor}, ${ref.version},
      ${bareArray(ranges.map((range) => range.lane))}::text::smallint[],
      ${bareArray(ranges.map((range) => range.from))}::text::bigint[],
      ${bareArray(ranges.map((range) => range.to))}::text::bigint[]) as finished`;
  return row?.finished === true ? 'finished' : 'fenced';
}
