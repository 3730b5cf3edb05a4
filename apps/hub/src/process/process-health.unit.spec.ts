import { expect, test } from 'vitest';
import type { ConsumerStatus } from '../bus/consumer-status.ts';
import { healthOf } from './process-health.ts';

const late: ConsumerStatus = {
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

test('a processor is unwell that is late, and well that is new and makes its states of history', () => {
  expect(healthOf(late)).toMatchObject({ ok: false, detail: '900 events behind, the oldest for 120.0 s' });
  expect(healthOf({ ...late, builds: true })).toMatchObject({
    ok: true,
    detail: 'built from history, 900 events to go',
  });
  expect(healthOf({ ...late, builds: true, condition: 'quarantined', reason: 'It looped.' }).ok).toBe(false);
});
