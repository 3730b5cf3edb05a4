/**
 * Calendar arithmetic in IANA zones. A day is a calendar day, never 24 hours: days are compared as
 * dates, so daylight saving cannot break a streak. Built on `Intl` (the platform's own zone data);
 * offsets are cached per zone and quarter hour because formatting costs about 2 µs per instant.
 */
const quarterMs = 15 * 60 * 1000;
const maxCachedQuarters = 50_000;
const formatters = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, Map<number, number>>();

function formatterOf(zone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(zone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formatters.set(zone, formatter);
  }
  return formatter;
}

/** Whether the platform knows the zone. Offsets such as `+03:00` are no zones: they know no summer. */
export function isTimeZone(zone: string): boolean {
  if (formatters.has(zone)) return true;
  if (!/^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/.test(zone)) return false;
  try {
    formatterOf(zone);
    return true;
  } catch {
    return false;
  }
}

/** Minutes east of UTC in the zone at the instant (milliseconds since 1970). */
export function zoneOffsetMinutes(instantMs: number, zone: string): number {
  if (zone === 'UTC') return 0;
  let cache = offsets.get(zone);
  if (cache === undefined || cache.size > maxCachedQuarters) {
    cache = new Map();
    offsets.set(zone, cache);
  }
  const quarter = Math.floor(instantMs / quarterMs);
  const known = cache.get(quarter);
  if (known !== undefined) return known;
  const parts = new Map(
    formatterOf(zone)
      .formatToParts(quarter * quarterMs)
      .map((part) => [part.type, Number(part.value)]),
  );
  const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  const minutes = Math.round((local - quarter * quarterMs) / 60_000);
  cache.set(quarter, minutes);
  return minutes;
}

const dayMs = 86_400_000;
const maxCachedDays = 100_000;
const dayNames = new Map<number, string>();
const dayNumbers = new Map<string, number>();

/** Days by number since 1970, remembered: making the text each time took half of the time of a streak's fold. */
function isoDay(utcMs: number): string {
  const number = Math.floor(utcMs / dayMs);
  let name = dayNames.get(number);
  if (name === undefined) {
    if (dayNames.size >= maxCachedDays) dayNames.clear();
    name = new Date(utcMs).toISOString().slice(0, 10);
    dayNames.set(number, name);
  }
  return name;
}

/** The instant (ms) of midnight UTC of a day. */
function utcMidnight(day: string): number {
  let instant = dayNumbers.get(day);
  if (instant === undefined) {
    if (dayNumbers.size >= maxCachedDays) dayNumbers.clear();
    instant = Date.parse(`${day}T00:00:00.000Z`);
    dayNumbers.set(day, instant);
  }
  return instant;
}

const maxRememberedInstants = 10_000;
const instantTexts = new Map<number, string>();
const instantNumbers = new Map<string, number>();

/**
 * The text of an instant. Remembered, as is what it is read back to: deadlines are mostly ends of days, and writing
 * and reading them was a sixth of the folds of streaks.
 */
export function instantText(atMs: number): string {
  let text = instantTexts.get(atMs);
  if (text === undefined) {
    if (instantTexts.size >= maxRememberedInstants) instantTexts.clear();
    text = new Date(atMs).toISOString();
    instantTexts.set(atMs, text);
  }
  return text;
}

/** The milliseconds since 1970 of a text; NaN when it is no instant. */
export function instantOfText(text: string): number {
  let atMs = instantNumbers.get(text);
  if (atMs === undefined) {
    if (instantNumbers.size >= maxRememberedInstants) instantNumbers.clear();
    atMs = Date.parse(text);
    instantNumbers.set(text, atMs);
  }
  return atMs;
}

/** The calendar day (`YYYY-MM-DD`) of an instant in a zone. */
export function dayIn(zone: string, instantMs: number): string {
  return isoDay(instantMs + zoneOffsetMinutes(instantMs, zone) * 60_000);
}

/** The instant (ms) at which a calendar day begins in a zone; after a gap at midnight, the first instant of the day. */
export function dayStartMs(zone: string, day: string): number {
  const midnight = utcMidnight(day);
  let start = midnight - zoneOffsetMinutes(midnight, zone) * 60_000;
  start = midnight - zoneOffsetMinutes(start, zone) * 60_000;
  while (dayIn(zone, start) < day) start += quarterMs;
  return start;
}

export function addDays(day: string, days: number): string {
  return isoDay(utcMidnight(day) + days * dayMs);
}

/** Calendar days from `from` to `to`. */
export function daysBetween(from: string, to: string): number {
  return Math.round((utcMidnight(to) - utcMidnight(from)) / dayMs);
}

/** The Monday of the day's ISO week. */
export function weekOf(day: string): string {
  // 1970-01-01 was a Thursday.
  const weekday = (utcMidnight(day) / dayMs + 3) % 7;
  return addDays(day, -((weekday + 7) % 7));
}

/** The first day of the day's month. */
export function monthOf(day: string): string {
  return `${day.slice(0, 7)}-01`;
}

/** The hour of an instant in a zone with its offset, as `2026-10-25T02+01:00`: the hour that repeats in autumn stays two. */
export function hourIn(zone: string, instantMs: number): string {
  const minutes = zoneOffsetMinutes(instantMs, zone);
  const localMs = instantMs + minutes * 60_000;
  const hour = Math.floor(localMs / 3_600_000) - Math.floor(localMs / dayMs) * 24;
  return `${isoDay(localMs)}T${twoDigits(hour)}${offsetText(minutes)}`;
}

const twoDigits = (value: number): string => (value < 10 ? `0${value}` : `${value}`);

const offsetTexts = new Map<number, string>();

/** There are some forty of them in the world. */
function offsetText(minutes: number): string {
  let text = offsetTexts.get(minutes);
  if (text === undefined) {
    const away = Math.abs(minutes);
    text = `${minutes < 0 ? '-' : '+'}${twoDigits(Math.floor(away / 60))}:${twoDigits(away % 60)}`;
    offsetTexts.set(minutes, text);
  }
  return text;
}
