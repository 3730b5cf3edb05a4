import type { Locale } from '../i18n/locale.ts';

/** Day before month and a 24-hour clock in both languages. */
const tags: Record<Locale, string> = { en: 'en-GB', ru: 'ru-RU' };
const cache = new Map<string, Intl.DateTimeFormat>();

function formatterOf(
  locale: Locale,
  zone: string,
  name: string,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  const key = `${locale}|${zone}|${name}`;
  let formatter = cache.get(key);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat(tags[locale], { timeZone: zone, ...options });
    cache.set(key, formatter);
  }
  return formatter;
}

/** All forms of times and days in one language and one zone. */
export interface Times {
  readonly zone: string;
  /** 23 Nov 2026 */
  date(iso: string): string;
  /** 10:00:05 */
  clock(iso: string): string;
  /** 10:00 */
  shortClock(iso: string): string;
  /** 23 Nov 2026, 10:00:05 */
  instant(iso: string): string;
  /** 10:00:05.123 with the zone's offset, for details */
  precise(iso: string): string;
  /** Calendar days have no zone of their own: 23 November, and with a year when asked. */
  day(day: string, withYear?: boolean): string;
  /** 23 Nov */
  shortDay(day: string): string;
  weekday(day: string, length?: 'short' | 'long'): string;
  month(day: string, length?: 'short' | 'long', withYear?: boolean): string;
}

export function timesIn(locale: Locale, zone: string): Times {
  const inZone = (name: string, iso: string, options: Intl.DateTimeFormatOptions): string =>
    formatterOf(locale, zone, name, options).format(new Date(iso));
  const ofDay = (name: string, day: string, options: Intl.DateTimeFormatOptions): string =>
    formatterOf(locale, 'UTC', name, options).format(new Date(`${day.slice(0, 10)}T12:00:00.000Z`));
  // The year stands apart, as Russian would add «г.» to it in every cell.
  const date = (iso: string): string =>
    `${inZone('date', iso, { day: 'numeric', month: 'short' })} ${inZone('year', iso, { year: 'numeric' })}`;
  const clock = (iso: string): string =>
    inZone('clock', iso, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
  return {
    zone,
    date,
    clock,
    shortClock: (iso) => inZone('short-clock', iso, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
    instant: (iso) => `${date(iso)}, ${clock(iso)}`,
    precise: (iso) => {
      const offset = inZone('offset', iso, { timeZoneName: 'longOffset' });
      const zoneOffset = /(?:GMT|UTC)([+-]\d{2}:\d{2})?/.exec(offset)?.[1] ?? '+00:00';
      return `${date(iso)}, ${clock(iso)}.${iso.slice(20, 23).padEnd(3, '0')} ${zoneOffset}`;
    },
    day: (day, withYear = false) => {
      const text = ofDay('day', day, { day: 'numeric', month: 'long' });
      return withYear ? `${text} ${day.slice(0, 4)}` : text;
    },
    shortDay: (day) => ofDay('short-day', day, { day: 'numeric', month: 'short' }),
    weekday: (day, length = 'short') => ofDay(`weekday-${length}`, day, { weekday: length }),
    month: (day, length = 'short', withYear = false) => {
      const text = ofDay(`month-${length}`, day, { month: length });
      return withYear ? `${text} ${day.slice(0, 4)}` : text;
    },
  };
}
