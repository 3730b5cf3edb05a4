import type { FinishOutcome, ProcessorRef } from '../checkpoints/consumer-store.ts';
import type { Sql } from '../postgres/client.ts';
import { retryPassing } from '../postgres/retry-passing.ts';
import { type LaneStretch, stretchParameters } from './matched-stretch.ts';

/** A stretch of a lane that one subscription read by itself. */
export interface CaughtUpStretch extends LaneStretch {
  readonly subscription_id: string;
  readonly from: number;
  readonly to: number;
  /** Of the subscription as it was matched. */
  readonly epoch: number;
}

/** Fenced when the subscription was changed, or somebody else read on for it. */
export async function finishCatchUp(sql: Sql, matcher: ProcessorRef, done: CaughtUpStretch): Promise<FinishOutcome> {
  const p = stretchParameters([done]);
  const [row] = await retryPassing(
    sql,
    () => sql<{ finished: boolean }[]>`
      select finish_catch_up(${matcher.processor}, ${matcher.version}, ${done.subscription_id}, ${done.lane},
        ${done.from}, ${done.to}, ${done.epoch}, ${p.lanes}::text::smallint[], ${p.subscriptions}::text::uuid[],
        ${p.offsets}::text::bigint[], ${p.recorded}::text::timestamptz[], ${p.eventIds}::text::uuid[],
        ${p.users}::text::uuid[], ${p.ordered}::text::boolean[], ${p.types}::text::text[], ${p.faults}::text::text[],
        ${p.missedLanes}::text::smallint[], ${p.missedSubscriptions}::text::uuid[], ${p.missedCounts}::text::int[]) as finished`,
  );
  return row?.finished === true ? 'finished' : 'fenced';
}
