import { freshness } from '@activity-hub/contracts/activity/freshness';
import type { LogProgress } from '@activity-hub/db/queries/read-progress';
import { describe, expect, test } from 'vitest';
import { freshnessOfLog, freshnessOfProcessor } from './freshness-of.ts';

const settled = '2026-11-23T12:00:00.000000Z';
const head = (lane: number, offset: number, recordedAt: string | null) => ({
  lane,
  head: offset,
  recorded_at: recordedAt,
});
const at = (lane: number, offset: number, waitingSince: string | null = null, version = '1.0.0') => ({
  processor: 'p',
  version,
  lane,
  offset,
  waiting_since: waitingSince,
  rests: false,
  builds: false,
});
const heads = [head(0, 10, '2026-11-23T11:00:00.500700Z'), head(1, 5, '2026-11-23T10:00:00.000000Z'), head(2, 0, null)];
const progress = (checkpoints: LogProgress['checkpoints'], more: Partial<LogProgress> = {}): LogProgress => ({
  settled_at: settled,
  heads,
  checkpoints,
  ...more,
});

describe('freshness', () => {
  test('of the log is the newest recorded event, never the current time', () => {
    const answer = freshnessOfLog(progress([]));
    expect(answer).toEqual({ complete_through: '2026-11-23T11:00:00.500Z', lag_events: 0 });
    expect(freshness.parse(answer)).toEqual(answer);
  });

  test('of the log lies before an append that is still running', () => {
    expect(freshnessOfLog(progress([], { settled_at: '2026-11-23T11:00:00.500300Z' })).complete_through).toBe(
      '2026-11-23T11:00:00.499Z',
    );
  });

  test('of an empty log is unknown', () => {
    expect(freshnessOfLog(progress([], { heads: [head(0, 0, null)] })).complete_through).toBeNull();
  });

  test('of a processor that finished everything is that of the log', () => {
    expect(freshnessOfProcessor(progress([at(0, 10), at(1, 5), at(2, 0)]), 'p')).toEqual({
      complete_through: '2026-11-23T11:00:00.500Z',
      lag_events: 0,
    });
  });

  test('of a processor behind ends before the first event it has not finished', () => {
    const behind = progress([at(0, 10), at(1, 3, '2026-11-23T09:59:59.000400Z')]);
    expect(freshnessOfProcessor(behind, 'p')).toEqual({ complete_through: '2026-11-23T09:59:58.999Z', lag_events: 2 });
  });

  test('about one lane ignores what other lanes wait for', () => {
    const behind = progress([at(0, 10), at(1, 3, '2026-11-23T09:59:59.000400Z')]);
    expect(freshnessOfProcessor(behind, 'p', 0)).toEqual({
      complete_through: '2026-11-23T11:00:00.500Z',
      lag_events: 0,
    });
    expect(freshnessOfProcessor(behind, 'p', 1).lag_events).toBe(2);
  });

  test('of a processor that has not begun is unknown, and everything is missing', () => {
    expect(freshnessOfProcessor(progress([]), 'p')).toEqual({ complete_through: null, lag_events: 15 });
    expect(freshnessOfProcessor(progress([at(0, 0, '2026-11-23T01:00:00.000000Z')]), 'p').complete_through).toBeNull();
  });

  test('is that of the newest version', () => {
    const two = progress([
      at(0, 10, null, '1.9.0'),
      at(1, 5, null, '1.9.0'),
      at(0, 1, '2026-11-23T08:00:00.000000Z', '1.10.0'),
    ]);
    expect(freshnessOfProcessor(two, 'p').lag_events).toBe(14);
  });
});
