import type { ProcessorStatusRow } from '@activity-hub/db/plugins/write-processor-status';
import { expect, it } from 'vitest';
import { ProcessorReport } from './processor-report.ts';
import { lateStatus as status } from './testing/late-status.ts';

it('says of a processor whether any of its consumers finished something since the last time', async () => {
  const written: ProcessorStatusRow[] = [];
  const report = new ProcessorReport({ report: async (rows) => void written.push(...rows) });
  for (const finished of [0, 7, 7, 9, 0, 1]) await report.write([{ status, finished }]);
  expect(written.map(({ moved }) => moved)).toEqual([false, true, false, true, false, true]);
});
