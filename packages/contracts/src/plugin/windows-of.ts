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
      return hourOf(event.time_zone, Date.parse(event.timestamp));
    case 'daily':
    case 'weekly':
    case 'monthly':
      return ofDay(kind, event.day);
    case 'session':
      return event.session_id === null ? [] : [{ kind, start: event.session_id }];
    default:
      return spansOf(kind, Date.parse(event.timestamp));
  }
}

const maxRemembered = 10_000;
const quarterMs = 900_000;
const days: Readonly<Record<'daily' | 'weekly' | 'monthly', Map<string, readonly Window[]>>> = {
  daily: new Map(),
  weekly: new Map(),
  monthly: new Map(),
};
/** By zone and quarter of an hour: no zone differs from another by less. */
const hours = new Map<string, Map<number, readonly Window[]>>();
/** Of all zones together: bounded one by one, forty of them could hold a hundred megabytes. */
let hoursRemembered = 0;
const startOf = { daily: (day: string) => day, weekly: weekOf, monthly: monthOf };

/** Remembered: the windows of an event were a sixth of all that a batch of scores made for the collector of garbage. */
function ofDay(kind: keyof typeof days, day: string): readonly Window[] {
  let windows = days[kind].get(day);
  if (windows === undefined) {
    windows = [{ kind, start: startOf[kind](day) }];
    if (days[kind].size >= maxRemembered) days[kind].clear();
    days[kind].set(day, windows);
  }
  return windows;
}

function hourOf(zone: string, atMs: number): readonly Window[] {
  const quarter = Math.floor(atMs / quarterMs);
  const known = hours.get(zone)?.get(quarter);
  if (known !== undefined) return known;
  if (hoursRemembered >= maxRemembered) {
    hours.clear();
    hoursRemembered = 0;
  }
  const quarters = hours.get(zone) ?? new Map<number, readonly Window[]>();
  const windows: readonly Window[] = [{ kind: 'hourly', start: hourIn(zone, atMs) }];
  hours.set(zone, quarters.set(quarter, windows));
  hoursRemembered += 1;
  return windows;
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
