import { lengthOf, longestOf, type Span, type Spans, withOrdinal } from './spans.ts';
import { breakInstantMs, type StreakPeriod } from './streak-period.ts';

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
export function withActivity(track: StreakTrack, period: StreakPeriod, ordinal: number, zone: string): StreakTrack {
  if (track.folded !== null && ordinal <= track.folded.last) return track;
  const newest = track.spans.at(-1)?.[1];
  const spans = withOrdinal(track.spans, ordinal);
  const nextZone = zoneOf(track, period, newest, ordinal, zone);
  // An event of another zone has bearing even where it changes nothing: had it come in its turn, a break that lies
  // behind might have come later.
  if (spans === track.spans && nextZone === track.zone && zone === track.zone) return track;
  return foldOldest({ ...track, spans, zone: nextZone });
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
  const kept = breakInstantMs(period, newest, track.zone);
  const offered = breakInstantMs(period, newest, zone);
  if (offered !== kept) return offered > kept ? zone : track.zone;
  return zone < track.zone ? zone : track.zone;
}

/** Keeps the state bounded: beyond 400 streaks the oldest live on only in the best length. */
function foldOldest(track: StreakTrack): StreakTrack {
  const excess = track.spans.slice(0, Math.max(0, track.spans.length - MAX_SPANS));
  const newestExcess = excess.at(-1);
  if (newestExcess === undefined) return track;
  return {
    ...track,
    spans: track.spans.slice(excess.length),
    folded: { best: Math.max(track.folded?.best ?? 0, longestOf(excess)), last: newestExcess[1] },
  };
}

export function newestSpan(track: StreakTrack): Span | undefined {
  return track.spans.at(-1);
}

export function bestOf(track: StreakTrack): number {
  return Math.max(track.folded?.best ?? 0, longestOf(track.spans));
}

/** The instant (ms) at which the newest streak breaks unless something happens; undefined when it is broken. */
export function breaksAtMs(track: StreakTrack, period: StreakPeriod): number | undefined {
  const last = newestSpan(track)?.[1];
  if (last === undefined || track.zone === null || track.broken === last) return undefined;
  return breakInstantMs(period, last, track.zone);
}

export function withBreak(track: StreakTrack, period: StreakPeriod, atMs: number): StreakTrack {
  const breaksAt = breaksAtMs(track, period);
  const last = newestSpan(track)?.[1];
  return breaksAt === undefined || last === undefined || breaksAt > atMs ? track : { ...track, broken: last };
}

/** How the newest streak of a track changed. */
export type StreakChange =
  | { readonly kind: 'started' | 'extended'; readonly late: boolean; readonly before: number }
  | { readonly kind: 'broken'; readonly late: false; readonly before: number };

/** @returns undefined when the newest streak is what it was, also when an older one was repaired. */
export function changeOf(
  previous: StreakTrack,
  next: StreakTrack,
  ordinal: number | undefined,
): StreakChange | undefined {
  const was = newestSpan(previous);
  const is = newestSpan(next);
  if (is === undefined || previous === next) return undefined;
  if (ordinal === undefined) {
    return next.broken === previous.broken ? undefined : { kind: 'broken', late: false, before: lengthOf(is) };
  }
  if (was === undefined || is[0] > was[1]) return { kind: 'started', late: false, before: 0 };
  if (lengthOf(is) === lengthOf(was)) return undefined;
  // A streak that had been declared broken goes on only because an event came after its deadline.
  const late = ordinal < was[1] || previous.broken === was[1];
  return { kind: 'extended', late, before: lengthOf(was) };
}
