import type { ConsumerStatus } from '../../bus/consumer-status.ts';

/** A processor that runs and is two minutes behind. */
export const lateStatus: ConsumerStatus = {
  processor: 'streak',
  version: '1.0.0',
  condition: 'running',
  reason: undefined,
  lagEvents: 900,
  lagSeconds: 120,
  events: 100,
  faults: 0,
  busySeconds: 1,
  builds: false,
};
