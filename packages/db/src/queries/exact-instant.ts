/**
 * An instant to the microsecond in UTC, as `2026-11-23T10:00:00.123456Z`: what both databases keep and
 * what a page of a search must continue from. With milliseconds only, a page would repeat or skip the
 * events of the millisecond it ended in.
 */
export type ExactInstant = string;

const shape = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$/;

/** No event lies outside; an instant beyond either end of a range asks for everything on that side. */
const earliest = '1970-01-01T00:00:00.000000Z';
const latest = '2199-12-31T23:59:59.999999Z';

/** @param iso RFC 3339 with an offset, already validated; digits past the microsecond are cut. */
export function exactInstant(iso: string): ExactInstant {
  const milliseconds = Date.parse(iso.replace(/(\.\d{3})\d+/, '$1'));
  const micros = /\.\d{3}(\d{1,3})/.exec(iso)?.[1]?.padEnd(3, '0') ?? '000';
  if (milliseconds < 0) return earliest;
  if (milliseconds >= Date.UTC(2200, 0)) return latest;
  return `${new Date(milliseconds).toISOString().slice(0, 23)}${micros}Z`;
}

/** Whether a text has the exact form and names a real instant: 30 February is none. */
export function isExactInstant(text: string): boolean {
  if (!shape.test(text)) return false;
  const milliseconds = Date.parse(`${text.slice(0, 23)}Z`);
  return (
    !Number.isNaN(milliseconds) &&
    new Date(milliseconds).toISOString().slice(0, 23) === text.slice(0, 23) &&
    exactInstant(text) === text
  );
}

export function toMilliseconds(instant: ExactInstant): string {
  return `${instant.slice(0, 23)}Z`;
}

export function exactInstantOfMicros(micros: number): ExactInstant {
  const milliseconds = Math.floor(micros / 1000);
  const rest = micros - milliseconds * 1000;
  return `${new Date(milliseconds).toISOString().slice(0, 23)}${String(rest).padStart(3, '0')}Z`;
}

/** As events show it: milliseconds, or six digits where the producer sent microseconds. */
export function toWire(instant: ExactInstant): string {
  return instant.endsWith('000Z') ? toMilliseconds(instant) : instant;
}

/** The instant so many milliseconds before. */
export function earlierBy(instant: ExactInstant, milliseconds: number): ExactInstant {
  const before = new Date(Date.parse(toMilliseconds(instant)) - milliseconds).toISOString();
  return `${before.slice(0, 23)}${instant.slice(23)}`;
}
