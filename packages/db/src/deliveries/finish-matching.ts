import type { FinishedBatch, ProcessorRef } from '../checkpoints/consumer-store.ts';
import type { Sql } from '../postgres/client.ts';
import { retryPassing } from '../postgres/retry-passing.ts';
import { bareArray } from '../postgres/text-array.ts';
import { type LaneStretch, stretchParameters } from './matched-stretch.ts';

/** A batch of the matcher: the subscriptions as they were at `epoch`. */
export interface MatchedBatch extends Pick<FinishedBatch, 'lane' | 'from' | 'to' | 'complete_through'>, LaneStretch {
  readonly epoch: number;
}

/**
 * Deliveries and checkpoints of some lanes in one statement.
 * @param batches of different lanes
 * @returns the lanes that moved; of the others the checkpoint was moved by somebody else, or a subscription changed
 */
export async function finishMatching(
  sql: Sql,
  matcher: ProcessorRef,
  batches: readonly MatchedBatch[],
): Promise<readonly number[]> {
  const p = stretchParameters(batches);
  const [row] = await retryPassing(
    sql,
    () => sql<{ moved: readonly number[] }[]>`
      select finish_matching(${matcher.processor}, ${matcher.version},
        ${bareArray(batches.map(({ lane }) => lane))}::text::smallint[],
        ${bareArray(batches.map(({ from }) => from))}::text::bigint[],
        ${bareArray(batches.map(({ to }) => to))}::text::bigint[],
        ${bareArray(batches.map(({ epoch }) => epoch))}::text::bigint[],
        ${bareArray(batches.map((batch) => batch.complete_through))}::text::timestamptz[],
        ${p.lanes}::text::smallint[], ${p.subscriptions}::text::uuid[],
        ${p.offsets}::text::bigint[], ${p.recorded}::text::timestamptz[], ${p.eventIds}::text::uuid[],
        ${p.users}::text::uuid[], ${p.ordered}::text::boolean[], ${p.types}::text::text[], ${p.faults}::text::text[],
        ${p.missedLanes}::text::smallint[], ${p.missedSubscriptions}::text::uuid[], ${p.missedCounts}::text::int[]) as moved`,
  );
  return row?.moved ?? [];
}
