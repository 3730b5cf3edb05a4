import { type Spans, withOrdinal } from './spans.ts';
import { breakInstantMs, type StreakPeriod } from './streak-period.ts';
import { type Streak, type StreakRules, streaksOf } from './streaks-of.ts';

/** A person active every other day for two years has 365 spans. */
export const MAX_SPANS = 400;

/** The streaks of one type of one person. */
export type StreakTrack = {
  readonly spans: Spans;
  /** Decides when the newest streak breaks; null while there is none. */
  readonly zone: string | null;
  /** Last ordinal of the newest streak that was declared broken. */
  readonly broken: number | null;
  /** What was dropped from the old end of `spans`: its longest streak and its last ordinal. */
  readonly folded: { readonly best: number; readonly last: number } | null;
};

export const emptyTrack: StreakTrack = { spans: [], zone: null, broken: null, folded: null };

/**
 * The track with one more active day. Commutative and idempotent: late, repeated and reordered events
 * end in the same track. @returns the very same track when nothing changes.
 */
export function withActivity(
  track: StreakTrack,
  period: StreakPeriod,
  rules: StreakRules,
  ordinal: number,
  zone: string,
): StreakTrack {
  // What was dropped may have been shaped by it: only in its own place can be said whether it has bearing.
  if (track.folded !== null && ordinal <= track.folded.last) return { ...track };
  const newest = track.spans.at(-1)?.[1];
  const spans = withOrdinal(track.spans, ordinal);
  const nextZone = zoneOf(track, period, newest, ordinal, zone);
  // An event of another zone has bearing even where it changes nothing: had it come in its turn, a break that lies
  // behind might have come later.
  if (spans === track.spans && nextZone === track.zone && zone === track.zone) return track;
  return foldOldest({ ...track, spans, zone: nextZone }, rules);
}

/**
 * Of all zones in which the person was active on the newest day the one in which the streak breaks
 * last: kind to travellers, and the same whatever the order of events.
 */
function zoneOf(
  track: StreakTrack,
  period: StreakPeriod,
  newest: number | undefined,
  ordinal: number,
  zone: string,
): string | null {
  if (newest === undefined || track.zone === null || ordinal > newest) return zone;
  if (ordinal < newest || zone === track.zone) return track.zone;
  const kept = breakInstantMs(period, newest + 1, track.zone);
  const offered = breakInstantMs(period, newest + 1, zone);
  if (offered !== kept) return offered > kept ? zone : track.zone;
  return zone < track.zone ? zone : track.zone;
}

/** Keeps the state bounded: beyond 400 spans the oldest streak lives on only in the best length. */
function foldOldest(track: StreakTrack, rules: StreakRules): StreakTrack {
  if (track.spans.length <= MAX_SPANS) return track;
  const [oldest, ...newer] = streaksOf(track.spans, rules);
  if (oldest === undefined || newer.length === 0) return track;
  return {
    ...track,
    spans: track.spans.filter(([first]) => first > oldest.last),
    folded: { best: Math.max(track.folded?.best ?? 0, oldest.count), last: oldest.last },
  };
}

/** The track after a freeze was bought at an instant: a streak that it saves is broken no longer. */
export function withFreeze(track: StreakTrack, period: StreakPeriod, rules: StreakRules, atMs: number): StreakTrack {
  const newest = streaksOf(track.spans, rules).at(-1);
  if (newest === undefined || track.broken !== newest.last) return track;
  const breaksAt = breaksAtMs({ ...track, broken: null }, newest, period, rules);
  return breaksAt !== undefined && breaksAt > atMs ? { ...track, broken: null } : track;
}

/** The instant (ms) at which the newest streak breaks unless something happens; undefined when it is broken. */
export function breaksAtMs(
  track: StreakTrack,
  newest: Streak | undefined,
  period: StreakPeriod,
  rules: StreakRules,
): number | undefined {
  if (newest === undefined || track.zone === null || track.broken === newest.last) return undefined;
  return breakInstantMs(period, breakingOrdinal(newest, rules), track.zone);
}

/** The first period that must not pass without activity: neither frozen nor forgiven. */
function breakingOrdinal({ last, missed }: Streak, { grace, frozen }: StreakRules): number {
  let forgiven = grace - missed;
  for (let ordinal = last + 1; ; ordinal++) {
    const freeze = frozen.find(([first, end]) => first <= ordinal && ordinal <= end);
    if (freeze !== undefined) {
      ordinal = freeze[1];
      continue;
    }
    if (forgiven === 0) return ordinal;
    forgiven--;
  }
}

export function bestOf(track: StreakTrack, streaks: readonly Streak[]): number {
  return streaks.reduce((best, { count }) => Math.max(best, count), track.folded?.best ?? 0);
}

/** The weeks in which a day was frozen. */
export function frozenPeriods(days: Spans, period: StreakPeriod): Spans {
  let periods: Spans = [];
  for (const [first, last] of days) {
    for (let ordinal = period.ofDay(first); ordinal <= period.ofDay(last); ordinal++) {
      periods = withOrdinal(periods, ordinal);
    }
  }
  return periods;
}
