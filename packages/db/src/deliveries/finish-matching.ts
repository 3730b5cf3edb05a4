import type { FinishedBatch, FinishOutcome } from '../checkpoints/consumer-store.ts';
import type { Sql } from '../postgres/client.ts';
import { retryPassing } from '../postgres/retry-passing.ts';
import { type MatchedStretch, stretchParameters } from './matched-stretch.ts';

/** A batch of the matcher: the subscriptions as they were at `epoch`. */
export type MatchedBatch = Pick<
  FinishedBatch,
  'processor' | 'version' | 'lane' | 'from' | 'to' | 'complete_through'
> & {
  readonly epoch: number;
  readonly stretch: MatchedStretch;
};

/** Deliveries and checkpoint in one statement; fenced when the checkpoint was moved or a subscription changed. */
export async function finishMatching(sql: Sql, batch: MatchedBatch): Promise<FinishOutcome> {
  const p = stretchParameters(batch.stretch);
  const [row] = await retryPassing(
    sql,
    () => sql<{ finished: boolean }[]>`
      select finish_matching(${batch.processor}, ${batch.version}, ${batch.lane}, ${batch.from}, ${batch.to},
        ${batch.epoch}, ${batch.complete_through}, ${p.subscriptions}::text::uuid[], ${p.offsets}::text::bigint[],
        ${p.recorded}::text::timestamptz[], ${p.eventIds}::text::uuid[], ${p.users}::text::uuid[],
        ${p.ordered}::text::boolean[], ${p.types}::text::text[], ${p.faults}::text::text[],
        ${p.missedSubscriptions}::text::uuid[], ${p.missedCounts}::text::int[]) as finished`,
  );
  return row?.finished === true ? 'finished' : 'fenced';
}
