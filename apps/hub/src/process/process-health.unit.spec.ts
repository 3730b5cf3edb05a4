import { expect, test } from 'vitest';
import { healthOf } from './process-health.ts';
import { lateStatus as late } from './testing/late-status.ts';

test('a processor is unwell that is late, and well that is new and makes its states of history', () => {
  expect(healthOf(late)).toMatchObject({ ok: false, detail: '900 events behind, the oldest for 120.0 s' });
  expect(healthOf({ ...late, builds: true })).toMatchObject({
    ok: true,
    detail: 'built from history, 900 events to go',
  });
  expect(healthOf({ ...late, builds: true, condition: 'quarantined', reason: 'It looped.' }).ok).toBe(false);
});
