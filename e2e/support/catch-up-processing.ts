import { type Processing, startProcessing } from '@activity-hub/hub/process/start-processing';
import { aggregators } from '@activity-hub/plugins/catalog';
import { pino } from 'pino';
import { Registry } from 'prom-client';

/** They go side by side: all of them read what producers send, and nothing of what another one derives. */
export const catchingUp = ['activity-score', 'counts', 'streak', 'velocity'] as const;

/** Further behind than this a lane goes in a convoy. */
export const convoyBehindEvents = 25;

/** The process role with some plugins and short turns, so that a small log is many of them. */
export function startCatchUp(databaseUrl: string): Promise<Processing> {
  const names: readonly string[] = catchingUp;
  return startProcessing({
    databaseUrl,
    plugins: { aggregators: aggregators.filter(({ manifest }) => names.includes(manifest.id)), detectors: [] },
    hubVersion: '0.1.0',
    logger: pino({ level: 'silent' }),
    registry: new Registry(),
    quietMs: 500,
    tuning: { pollMs: 50, batchEvents: convoyBehindEvents, catchUpEvents: 100, paceMs: 20, deadlineCheckMs: 100 },
  });
}
