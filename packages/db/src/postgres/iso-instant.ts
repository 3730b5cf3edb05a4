const utcText = /^(\d{4,})-(\d\d)-(\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?\+00$/;

/**
 * The one text form of an instant outside the database: `2026-11-23T10:00:00.000Z`, and six digits
 * when microseconds are not zero. Input is what PostgreSQL prints with the session in UTC; anything
 * else (`infinity`) is handed through.
 */
export function isoInstant(text: string): string {
  const match = utcText.exec(text);
  if (match === null) return text;
  const [, year, month, day, time, fraction = ''] = match;
  return `${year}-${month}-${day}T${time}.${fraction.padEnd(fraction.length > 3 ? 6 : 3, '0')}Z`;
}
