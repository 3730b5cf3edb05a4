import type { SourceFigures } from '@activity-hub/db/sources/read-source-figures';
import { describe, expect, it } from 'vitest';
import { judgeRefusals, silenceLimitMs } from './judge-source.ts';

const at = '2026-11-23T10:00:00.000Z';
const hour = 3_600_000;

function figures(given: Partial<SourceFigures>): SourceFigures {
  return {
    source: 'lms',
    first_seen_at: at,
    last_seen_at: at,
    last_accepted_at: at,
    last_refused_at: null,
    silent_ms: 0,
    known_ms: 0,
    gaps: new Array<number>(40).fill(0),
    accepted_5m: 0,
    duplicates_5m: 0,
    refused_5m: 0,
    accepted_24h: 0,
    duplicates_24h: 0,
    refused_24h: 0,
    ...given,
  };
}

describe('refusals', () => {
  it.each<[string, Partial<SourceFigures>, boolean, boolean]>([
    ['few of them say nothing', { refused_5m: 19, refused_24h: 19 }, false, false],
    ['twenty of a new source do', { refused_5m: 20, refused_24h: 20 }, true, false],
    [
      'five of a hundred do not',
      { accepted_5m: 950, refused_5m: 50, accepted_24h: 950, refused_24h: 50 },
      false,
      false,
    ],
    [
      'what is usual for a bad source is not unusual',
      { accepted_5m: 80, refused_5m: 20, accepted_24h: 880, refused_24h: 120 },
      false,
      false,
    ],
    [
      'three times as many as usual are',
      { accepted_5m: 60, refused_5m: 40, accepted_24h: 960, refused_24h: 140 },
      true,
      false,
    ],
    ['almost none end it', { accepted_5m: 10, refused_5m: 4, accepted_24h: 10, refused_24h: 4_000 }, false, true],
    [
      'a low rate ends it',
      { accepted_5m: 4_000, refused_5m: 90, accepted_24h: 4_000, refused_24h: 4_000 },
      false,
      true,
    ],
  ])('%s', (_name, given, begins, ends) => {
    expect(judgeRefusals(figures(given))).toMatchObject({ begins, ends });
  });

  it('never begin and end at once', () => {
    for (const refused_5m of [0, 4, 5, 20, 100])
      for (const accepted_5m of [0, 10, 1_000, 100_000]) {
        const judged = judgeRefusals(
          figures({ refused_5m, accepted_5m, refused_24h: refused_5m, accepted_24h: accepted_5m }),
        );
        expect(judged.begins && judged.ends).toBe(false);
      }
  });
});

describe('silence', () => {
  const gapsOf = (counts: Readonly<Record<number, number>>) =>
    Array.from({ length: 40 }, (_, index) => counts[index + 1] ?? 0);

  it('is what the profile says', () => {
    expect(silenceLimitMs(figures({}), 15)).toBe(15 * 60_000);
  });

  it('is unknown of a source that was just seen for the first time', () => {
    expect(silenceLimitMs(figures({ known_ms: hour, gaps: gapsOf({ 3: 9 }) }), undefined)).toBeUndefined();
  });

  it('is an hour for a source that never paused in a day', () => {
    expect(silenceLimitMs(figures({ known_ms: 24 * hour }), undefined)).toBe(hour);
  });

  it('is three times the pause that one in a hundred exceeds', () => {
    // Fifty short pauses a day and one night of 12 hours: the nights are more than one in a hundred.
    const gaps = gapsOf({ 4: 50, 19: 1 });
    expect(silenceLimitMs(figures({ known_ms: 24 * hour, gaps }), undefined)).toBe(3 * 60_000 * 2 ** 9.5);
    expect(silenceLimitMs(figures({ known_ms: 24 * hour, gaps: gapsOf({ 4: 500, 19: 1 }) }), undefined)).toBe(hour);
  });
});
