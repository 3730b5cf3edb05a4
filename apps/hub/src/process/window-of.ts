import { hourIn, monthOf, weekOf } from '@activity-hub/contracts/calendar';
import type { RecordedEvent } from '@activity-hub/contracts/event';
import type { Window } from '@activity-hub/contracts/plugin/aggregator';
import type { WindowKind } from '@activity-hub/contracts/plugin/manifest';

/**
 * The window an event belongs to, in the event's own zone. Day, week and month come from the day that
 * was fixed at recording, so a later change of zone data cannot move an event into another window.
 */
export function windowOf(kind: WindowKind, event: Pick<RecordedEvent, 'day' | 'time_zone' | 'timestamp'>): Window {
  switch (kind) {
    case 'all':
      return { kind, start: '' };
    case 'hourly':
      return { kind, start: hourIn(event.time_zone, Date.parse(event.timestamp)) };
    case 'daily':
      return { kind, start: event.day };
    case 'weekly':
      return { kind, start: weekOf(event.day) };
    case 'monthly':
      return { kind, start: monthOf(event.day) };
  }
}
