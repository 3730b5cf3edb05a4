/** Minutes of the sliding window. */
export const WINDOW_MINUTES = 60;
/** A longer gap is a pause between two sittings and says nothing about rhythm. */
const PAUSE_SECONDS = 300;

/** What happened in one minute, with what is needed to judge how regular it was. */
export type MinuteBucket = {
  /** Minutes since 1970. */
  readonly minute: number;
  readonly events: number;
  readonly types: { readonly [eventType: string]: number };
  /**
   * Gaps to the event before, as ln(1 + seconds): their number, sum, sum of squares, and how many were
   * under a second. Logarithms, because one coffee break among a hundred even gaps must not hide a clock.
   */
  readonly gaps: { readonly count: number; readonly sum: number; readonly squares: number; readonly instant: number };
};

/** The last hour before the newest event, one bucket per minute with events, oldest first: at most 60. */
export type RateWindow = {
  readonly buckets: readonly MinuteBucket[];
  /** Newest event, ms since 1970. */
  readonly latest_ms: number;
};

export const emptyWindow: RateWindow = { buckets: [], latest_ms: 0 };

export function minuteOf(instantMs: number): number {
  return Math.floor(instantMs / 60_000);
}

/** @returns undefined when the event is older than the window: it says nothing about the present rate. */
export function withEvent(window: RateWindow, instantMs: number, eventType: string): RateWindow | undefined {
  const minute = minuteOf(instantMs);
  const newest = minuteOf(Math.max(instantMs, window.latest_ms));
  if (minute <= newest - WINDOW_MINUTES) return undefined;
  const kept = window.buckets.filter((bucket) => bucket.minute > newest - WINDOW_MINUTES);
  const gap = (instantMs - window.latest_ms) / 1_000;
  const at = kept.findIndex((bucket) => bucket.minute >= minute);
  const found = at === -1 ? undefined : kept[at];
  const place = at === -1 ? kept.length : at;
  const exists = found?.minute === minute;
  const grown = grow(
    exists ? found : emptyBucket(minute),
    eventType,
    gap >= 0 && gap <= PAUSE_SECONDS ? gap : undefined,
  );
  return {
    buckets: kept.toSpliced(place, Number(exists), grown),
    latest_ms: Math.max(window.latest_ms, instantMs),
  };
}

function emptyBucket(minute: number): MinuteBucket {
  return { minute, events: 0, types: {}, gaps: { count: 0, sum: 0, squares: 0, instant: 0 } };
}

function grow(bucket: MinuteBucket, eventType: string, gap: number | undefined): MinuteBucket {
  return {
    minute: bucket.minute,
    events: bucket.events + 1,
    types: { ...bucket.types, [eventType]: (bucket.types[eventType] ?? 0) + 1 },
    gaps: gap === undefined ? bucket.gaps : growGaps(bucket.gaps, gap),
  };
}

function growGaps({ count, sum, squares, instant }: MinuteBucket['gaps'], gap: number): MinuteBucket['gaps'] {
  const log = Math.log1p(gap);
  return { count: count + 1, sum: sum + log, squares: squares + log * log, instant: instant + Number(gap < 1) };
}

export function eventsIn(window: RateWindow): number {
  return window.buckets.reduce((sum, bucket) => sum + bucket.events, 0);
}

/**
 * The minute from which the rate stays below `limit` if nothing else happens: events leave the window
 * one minute bucket after the other.
 */
export function calmFromMinute(window: RateWindow, limit: number): number {
  let remaining = eventsIn(window);
  if (remaining < limit) return minuteOf(window.latest_ms);
  for (const bucket of window.buckets) {
    remaining -= bucket.events;
    if (remaining < limit) return bucket.minute + WINDOW_MINUTES;
  }
  return minuteOf(window.latest_ms) + WINDOW_MINUTES;
}
