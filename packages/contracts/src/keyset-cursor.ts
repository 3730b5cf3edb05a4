/**
 * The place in a list ordered by (occurred time, event id), newest first. A keyset keeps page 500 as
 * fast as page 1 and neither repeats nor skips a row when new events arrive in between.
 */
export interface KeysetCursor {
  readonly timestamp: string;
  readonly event_id: string;
}

export function encodeKeysetCursor(cursor: KeysetCursor): string {
  return Buffer.from(`k1|${cursor.timestamp}|${cursor.event_id}`).toString('base64url');
}

/** @returns undefined when the text is not a cursor of ours. */
export function decodeKeysetCursor(text: string): KeysetCursor | undefined {
  const parts = Buffer.from(text, 'base64url').toString('utf8').split('|');
  const [version, timestamp, eventId] = parts;
  if (version !== 'k1' || timestamp === undefined || eventId === undefined || parts.length !== 3) return undefined;
  if (Number.isNaN(Date.parse(timestamp)) || !/^[0-9a-f-]{36}$/.test(eventId)) return undefined;
  return { timestamp, event_id: eventId };
}
