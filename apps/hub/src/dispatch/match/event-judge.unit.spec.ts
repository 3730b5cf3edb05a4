import { recordedEventFixture } from '@activity-hub/contracts/plugin/testing/recorded-event-fixture';
import { describe, expect, it } from 'vitest';
import { eventJudge } from './event-judge.ts';

describe('what a filter says of events', () => {
  it('is the same however often and in whatever order it is asked', () => {
    const judge = eventJudge('event.payload.score > 1');
    const low = recordedEventFixture({ payload: { score: 1 } });
    const high = recordedEventFixture({ payload: { score: 2 } });
    const without = recordedEventFixture({ payload: {} });
    expect([low, low, high, low, without, without, high, high].map((event) => judge(event))).toEqual([
      'no_match',
      'no_match',
      'match',
      'no_match',
      'missing_key',
      'missing_key',
      'match',
      'match',
    ]);
  });

  it('is a match without a filter, and a fault with one that cannot be compiled any longer', () => {
    const event = recordedEventFixture({});
    expect(eventJudge(null)(event)).toBe('match');
    expect(eventJudge('event.payload.')(event)).toMatchObject({ fault: expect.any(String) });
  });
});
