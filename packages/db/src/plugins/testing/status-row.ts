import type { ProcessorStatusRow } from '../write-processor-status.ts';

/** What a process says of a processor that runs well. */
export const statusRow = (
  named: Pick<ProcessorStatusRow, 'processor' | 'version'> & Partial<ProcessorStatusRow>,
): ProcessorStatusRow => ({
  condition: 'running',
  reason: null,
  reason_code: null,
  reason_values: null,
  lag_events: 0,
  lag_seconds: 0,
  events: 0,
  faults: 0,
  busy_seconds: 0,
  events_per_second: 0,
  memory_mb: null,
  started_at: '2026-06-01T10:00:00Z',
  moved: false,
  ...named,
});
