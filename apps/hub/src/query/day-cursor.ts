import { invalidCursor } from '@activity-hub/contracts/invalid-cursor';

/** The last day of a page of days; the next page holds the days before it. */
export function encodeDayCursor(day: string): string {
  return Buffer.from(`d1|${day}`).toString('base64url');
}

/** @throws HubError invalid_cursor */
export function readDayCursor(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const day = /^d1\|(\d{4}-\d{2}-\d{2})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1'))?.[1];
  const midnight = Date.parse(`${day}T00:00:00.000Z`);
  if (
    day === undefined ||
    Number.isNaN(midnight) ||
    new Date(midnight).toISOString().slice(0, 10) !== day ||
    day < '0001'
  ) {
    throw invalidCursor();
  }
  return day;
}
