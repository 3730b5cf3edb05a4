import type { StreakTrack } from './streak-track.ts';
import type { Streak } from './streaks-of.ts';

/** How the newest streak of a track changed. */
export interface StreakChange {
  readonly kind: 'started' | 'extended' | 'broken';
  readonly late: boolean;
  /** How long it was. */
  readonly before: number;
}

export interface TrackNow {
  readonly track: StreakTrack;
  readonly newest: Streak | undefined;
}

/**
 * @param ordinal the period that became active; null for a freeze, undefined for a deadline
 * @returns undefined when the newest streak is what it was, also when an older one was repaired
 */
export function changeOf(
  previous: TrackNow,
  next: TrackNow,
  ordinal: number | null | undefined,
): StreakChange | undefined {
  const [was, is] = [previous.newest, next.newest];
  if (is === undefined) return undefined;
  if (ordinal === undefined) {
    if (next.track.broken === previous.track.broken) return undefined;
    return { kind: 'broken', late: false, before: is.count };
  }
  if (was === undefined || is.first > was.last) return { kind: 'started', late: false, before: 0 };
  // A streak that had been declared broken goes on only because an event came after its deadline.
  const revived = previous.track.broken === was.last && next.track.broken !== is.last;
  if (is.count <= was.count && !revived) return undefined;
  const late = revived || ordinal === null || ordinal < was.last;
  return { kind: 'extended', late, before: was.count };
}
