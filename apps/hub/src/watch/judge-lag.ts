import { type ExactInstant, toMilliseconds } from '@activity-hub/db/queries/exact-instant';
import type { LogProgress } from '@activity-hub/db/queries/read-progress';
import { newestVersion } from '../query/newest-version.ts';

/** A consumer this far behind is late; it is late until it has caught up to the other one. */
const lateAfterSeconds = 10;
const inTimeBelowSeconds = 2;

export interface ConsumerLag {
  readonly processor: string;
  readonly lagSeconds: number;
  readonly lagEvents: number;
  readonly begins: boolean;
  readonly ends: boolean;
}

/**
 * How far the shown version of every processor is behind the log: since when the oldest event that it has not
 * finished has been waiting. Older versions that nobody runs any more stay behind for ever and say nothing, and so
 * does a plugin that a person lets rest, or that is new and makes its states of history.
 */
export function judgeLag({ heads, checkpoints }: LogProgress, nowMs: number): readonly ConsumerLag[] {
  const headOf = new Map(heads.map((head) => [head.lane, head.head]));
  const processors = [...new Set(checkpoints.map((checkpoint) => checkpoint.processor))];
  return processors.map((processor) => {
    const versions = checkpoints.filter((checkpoint) => checkpoint.processor === processor);
    const version = newestVersion(versions.map((checkpoint) => checkpoint.version));
    const own = versions.filter((checkpoint) => checkpoint.version === version);
    const waiting = own
      .map(({ waiting_since: since, rests, builds }) => (rests || builds ? null : since))
      .filter((at): at is ExactInstant => at !== null);
    const oldest = Math.min(nowMs, ...waiting.map((at) => Date.parse(toMilliseconds(at))));
    const lagSeconds = (nowMs - oldest) / 1000;
    const lagEvents = own.reduce(
      (sum, checkpoint) => sum + Math.max(0, (headOf.get(checkpoint.lane) ?? 0) - checkpoint.offset),
      0,
    );
    return {
      processor,
      lagSeconds,
      lagEvents,
      begins: lagSeconds > lateAfterSeconds,
      ends: lagSeconds < inTimeBelowSeconds,
    };
  });
}
