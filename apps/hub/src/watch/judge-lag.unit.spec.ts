import { exactInstant } from '@activity-hub/db/queries/exact-instant';
import type { LaneCheckpoint } from '@activity-hub/db/queries/read-progress';
import { expect, test } from 'vitest';
import { judgeLag } from './judge-lag.ts';

const now = Date.parse('2026-11-23T12:00:00.000Z');
const since = exactInstant('2026-11-23T11:50:00.000000Z');
const late: LaneCheckpoint = {
  processor: 'streak',
  version: '1.0.0',
  lane: 0,
  offset: 4,
  waiting_since: since,
  rests: false,
  builds: false,
};

test('alarms of a processor that is late, and of none that rests or is new', () => {
  const begins = (checkpoint: LaneCheckpoint) =>
    judgeLag(
      { settled_at: since, heads: [{ lane: 0, head: 10, recorded_at: since }], checkpoints: [checkpoint] },
      now,
    )[0]?.begins;
  expect(begins(late)).toBe(true);
  expect(begins({ ...late, rests: true })).toBe(false);
  expect(begins({ ...late, builds: true })).toBe(false);
});
