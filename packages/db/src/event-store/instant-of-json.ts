const secondsEnd = 19;
const millisecondsEnd = 23;
const zoneLength = '+00:00'.length;

/** `2026-11-23T10:00:00.12+00:00`, as PostgreSQL writes it in JSON, in the one text form of an instant: see `isoInstant`. */
export function instantOfJson(text: string): string {
  if (text.length === millisecondsEnd + zoneLength) return `${text.slice(0, millisecondsEnd)}Z`;
  const fraction = text.slice(secondsEnd + 1, text.length - zoneLength);
  return `${text.slice(0, secondsEnd)}.${fraction.padEnd(fraction.length > 3 ? 6 : 3, '0')}Z`;
}
