import type { ProcessorStatusRow } from '@activity-hub/db/plugins/write-processor-status';
import { expect, it } from 'vitest';
import type { ConsumerStatus } from '../bus/consumer-status.ts';
import { ProcessorReport } from './processor-report.ts';

const status: ConsumerStatus = {
  processor: 'streak',
  version: '1.0.0',
  condition: 'running',
  reason: undefined,
  lagEvents: 900,
  lagSeconds: 120,
  events: 0,
  faults: 0,
  busySeconds: 1,
  builds: true,
};

it('says of a processor whether any of its consumers finished something since the last time', async () => {
  const written: ProcessorStatusRow[] = [];
  const report = new ProcessorReport({ report: async (rows) => void written.push(...rows) });
  for (const finished of [0, 7, 7, 9, 0, 1]) await report.write([{ status, finished }]);
  expect(written.map(({ moved }) => moved)).toEqual([false, true, false, true, false, true]);
});
