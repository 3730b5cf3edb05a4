import { zoneOffsetMinutes } from '@activity-hub/contracts/calendar';

/** The value of a `datetime-local` field that shows an instant in a zone. */
export function localInputOf(instantMs: number | null, zone: string): string {
  if (instantMs === null) return '';
  return new Date(instantMs + zoneOffsetMinutes(instantMs, zone) * 60_000).toISOString().slice(0, 19);
}

/**
 * The instant that a `datetime-local` value names in a zone. Within the hour that a change to summer
 * time skips, the offset before the change counts.
 */
export function parseLocalInput(value: string, zone: string): number | null {
  if (value === '') return null;
  const wall = Date.parse(`${value}Z`);
  if (Number.isNaN(wall)) return null;
  const guess = wall - zoneOffsetMinutes(wall, zone) * 60_000;
  return wall - zoneOffsetMinutes(guess, zone) * 60_000;
}
