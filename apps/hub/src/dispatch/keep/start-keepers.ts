import { pruneDeliveries } from '@activity-hub/db/deliveries/prune-deliveries';
import { purgeRemoved } from '@activity-hub/db/subscriptions/purge-removed';
import { Periodic } from './periodic.ts';
import { type RedriveSources, redriveStep } from './redrive-step.ts';
import type { SinkRegister } from './sink-register.ts';
import { type FailingWatchOptions, watchFailing } from './watch-failing.ts';

const atOnce = 2_000;

export type KeeperOptions = RedriveSources &
  FailingWatchOptions & {
    /** How long what was settled is shown. */
    readonly keepDays: number;
    readonly register: SinkRegister;
    readonly onDue: (subscriptionIds: readonly string[]) => void;
  };

/** What has to be done from time to time beside matching and sending. */
export function startKeepers(options: KeeperOptions): readonly Periodic[] {
  const { sql, rules, register, logger, keepDays, onDue } = options;
  return [
    // A hint that was lost with its connection delays a change by this, and loses nothing.
    new Periodic('poll', 5_000, async () => rules.outdate(), logger),
    new Periodic('redrive', 200, async () => onDue(await redriveStep(options)), logger),
    new Periodic('watch', 10_000, () => watchFailing(options), logger),
    new Periodic('prune', 10_000, () => pruneDeliveries(sql, keepDays, atOnce), logger),
    new Periodic('sinks', 2_000, () => register.look(), logger),
    new Periodic('purge', 5_000, () => purgeRemoved(sql, atOnce), logger),
  ];
}
