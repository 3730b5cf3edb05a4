import { argv } from 'node:process';
import type { AnyAggregator } from '@activity-hub/contracts/plugin/aggregator';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { startProcessing } from '../start-processing.ts';
import { attendance } from './attendance.ts';

/** A process of its own for specs: one plugin never returns, the other is well. Its database is its only argument. */
const looping: AnyAggregator = {
  ...(attendance as AnyAggregator),
  manifest: { ...attendance.manifest, id: 'looping' },
  apply() {
    for (;;);
  },
};

await startProcessing({
  databaseUrl: argv[2] ?? '',
  plugins: { aggregators: [looping, attendance as AnyAggregator], detectors: [] },
  hubVersion: '0.1.0',
  logger: pino({ level: 'silent' }),
  registry: new Registry(),
  pluginLimitMs: 1_000,
  tuning: { pollMs: 50, paceMs: 20 },
});
