import type { ShownHealth } from './shown-subscription.ts';

const hourMs = 3_600_000;
const hoursShown = 24;

interface HourSlot {
  readonly startMs: number;
  readonly delivered: number;
  readonly failed: number;
}

/** One slot for each of the last 24 hours: hours in which nothing was tried are no news and may not be told. */
export function hourSlots(hours: ShownHealth['hours'], nowMs: number): readonly HourSlot[] {
  const told = new Map(hours.map((hour) => [Math.floor(Date.parse(hour.hour) / hourMs), hour]));
  // The figures may be newer than the page's own clock.
  const last = Math.max(Math.floor(nowMs / hourMs), ...told.keys());
  return Array.from({ length: hoursShown }, (_, at) => {
    const hour = last - hoursShown + 1 + at;
    const { delivered = 0, failed = 0 } = told.get(hour) ?? {};
    return { startMs: hour * hourMs, delivered, failed };
  });
}
