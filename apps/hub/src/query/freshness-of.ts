import type { Freshness } from '@activity-hub/contracts/activity/freshness';
import { type ExactInstant, toMilliseconds } from '@activity-hub/db/queries/exact-instant';
import type { LaneCheckpoint, LogProgress } from '@activity-hub/db/queries/read-progress';
import { newestVersion } from './newest-version.ts';

function least(instants: readonly ExactInstant[]): ExactInstant | undefined {
  return instants.reduce<ExactInstant | undefined>(
    (found, instant) => (found === undefined || instant < found ? instant : found),
    undefined,
  );
}

function greatest(instants: readonly ExactInstant[]): ExactInstant | undefined {
  return instants.reduce<ExactInstant | undefined>(
    (found, instant) => (found === undefined || instant > found ? instant : found),
    undefined,
  );
}

/** The last whole millisecond before an instant: events recorded in the instant itself are not in yet. */
function before(instant: ExactInstant): string {
  return new Date(Date.parse(toMilliseconds(instant)) - 1).toISOString();
}

function markOf(progress: LogProgress, waiting: readonly ExactInstant[]): string | null {
  const newest = greatest(progress.heads.flatMap((head) => head.recorded_at ?? []));
  if (newest === undefined) return null;
  const marks = [toMilliseconds(newest), before(progress.settled_at), ...waiting.map(before)];
  return least(marks) ?? null;
}

/** Of a figure read from the log itself: it misses nothing that can be seen. */
export function freshnessOfLog(progress: LogProgress): Freshness {
  return { complete_through: markOf(progress, []), lag_events: 0 };
}

/** The checkpoints of the version of a processor that queries show. */
export function checkpointsOf(progress: LogProgress, processor: string): readonly LaneCheckpoint[] {
  const own = progress.checkpoints.filter((checkpoint) => checkpoint.processor === processor);
  const version = newestVersion(own.map((checkpoint) => checkpoint.version));
  return own.filter((checkpoint) => checkpoint.version === version);
}

/** Recorded events a processor has not finished; in one lane, where the figure is about one user. */
export function lagOf(progress: LogProgress, checkpoints: readonly LaneCheckpoint[], lane?: number): number {
  const finished = new Map(checkpoints.map((checkpoint) => [checkpoint.lane, checkpoint.offset]));
  return progress.heads
    .filter((head) => lane === undefined || head.lane === lane)
    .reduce((sum, head) => sum + Math.max(0, head.head - (finished.get(head.lane) ?? 0)), 0);
}

/** Of a figure that a processor makes, in one lane where the figure is about one user. */
export function freshnessOfProcessor(progress: LogProgress, processor: string, lane?: number): Freshness {
  const checkpoints = checkpointsOf(progress, processor);
  const lag = lagOf(progress, checkpoints, lane);
  const concerned = checkpoints.filter((checkpoint) => lane === undefined || checkpoint.lane === lane);
  if (concerned.every((checkpoint) => checkpoint.offset === 0)) return { complete_through: null, lag_events: lag };
  return {
    complete_through: markOf(
      progress,
      concerned.flatMap((checkpoint) => checkpoint.waiting_since ?? []),
    ),
    lag_events: lag,
  };
}

/** The same of a figure that has a second way to go: events of the first are waiting on the second. */
export function freshnessWithWaiting(
  freshness: Freshness,
  waiting: { readonly events: number; readonly since: readonly ExactInstant[] },
): Freshness {
  const { complete_through, lag_events } = freshness;
  return {
    complete_through:
      complete_through === null ? null : (least([complete_through, ...waiting.since.map(before)]) ?? null),
    lag_events: lag_events + waiting.events,
  };
}
