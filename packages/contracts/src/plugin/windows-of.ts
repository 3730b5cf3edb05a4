import { hourIn, monthOf, weekOf } from '../calendar.ts';
import type { RecordedEvent } from '../event.ts';
import type { Window } from './aggregator.ts';
import type { WindowKind } from './manifest.ts';
import { spanLengthsOf } from './window-length.ts';

type Placed = Pick<RecordedEvent, 'day' | 'time_zone' | 'timestamp' | 'session_id'>;

/**
 * The windows of a kind that an event belongs to. Calendar windows follow the event's own zone; day, week and
 * month come from the day that was fixed at recording, so a later change of zone data cannot move an
 * event into another window.
 */
export function windowsOf(kind: WindowKind, event: Placed): readonly Window[] {
  switch (kind) {
    case 'all':
      return [{ kind, start: '' }];
    case 'hourly':
      return [{ kind, start: hourIn(event.time_zone, Date.parse(event.timestamp)) }];
    case 'daily':
      return [{ kind, start: event.day }];
    case 'weekly':
      return [{ kind, start: weekOf(event.day) }];
    case 'monthly':
      return [{ kind, start: monthOf(event.day) }];
    case 'session':
      return event.session_id === null ? [] : [{ kind, start: event.session_id }];
    default:
      return spansOf(kind, Date.parse(event.timestamp));
  }
}

/** Spans begin at multiples of the step since the epoch; the newest first. */
function spansOf(kind: WindowKind, atMs: number): readonly Window[] {
  const lengths = spanLengthsOf(kind);
  if (lengths === undefined) throw new RangeError(`"${kind}" is no kind of window.`);
  const { sizeMs, stepMs } = lengths;
  const newest = Math.floor(atMs / stepMs) * stepMs;
  return Array.from({ length: sizeMs / stepMs }, (_, back) => ({
    kind,
    start: new Date(newest - back * stepMs).toISOString(),
  }));
}
