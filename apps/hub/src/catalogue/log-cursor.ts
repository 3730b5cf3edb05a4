import { invalidCursor } from '@activity-hub/contracts/invalid-cursor';

export function encodeLogCursor(logId: number): string {
  return Buffer.from(`l1|${logId}`).toString('base64url');
}

/** @throws HubError invalid_cursor when the text was not given out by the hub. */
export function decodeLogCursor(cursor: string | undefined): number | null {
  if (cursor === undefined) return null;
  const match = /^l1\|(\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (match === null) throw invalidCursor();
  return Number(match[1]);
}
