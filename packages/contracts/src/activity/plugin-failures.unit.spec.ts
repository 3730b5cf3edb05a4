import { expect, it } from 'vitest';
import { pluginFailures } from './plugin-failures.ts';

const well = { events: 0, faults: 0, reason_code: null, reason_values: null };
const stopped = {
  reason_code: 'too_many_faults',
  reason_values: { faults: 64, events: 64, last: 'It broke.' },
} as const;

it('claims no share of failures where nothing was finished, or where what stopped it is in none', () => {
  expect(pluginFailures({ ...well, ...stopped })).toEqual({ kind: 'stopped_at_once', failed: 64, events: 64 });
  expect(pluginFailures({ ...well, ...stopped, events: 5_000 })).toEqual({ kind: 'stopped', failed: 64, events: 64 });
  expect(pluginFailures(well).kind).toBe('none_seen');
  expect(pluginFailures({ ...well, events: 200, faults: 3 })).toEqual({ kind: 'share', failed: 3, events: 200 });
});
