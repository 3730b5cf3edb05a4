/** An instant in the one form the log uses. */
export interface Instant {
  /** UTC; milliseconds, or six digits when the producer sent microseconds. */
  readonly iso: string;
  readonly ms: number;
}

const rfc3339 = /^(\d{4}-\d{2}-\d{2})[Tt](\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/;

/** Undefined for a date that does not exist: `Date.parse` would turn 30 February into 2 March. */
function utcOf(iso: string): Instant | undefined {
  const ms = Date.parse(iso);
  if (Number.isNaN(ms)) return undefined;
  return new Date(ms).toISOString() === iso ? { iso, ms } : undefined;
}

function offsetMinutesOf(
  sign: string | undefined,
  hours: string | undefined,
  minutes: string | undefined,
): number | undefined {
  if (sign === undefined) return 0;
  const away = Number(hours) * 60 + Number(minutes);
  if (Number(minutes) > 59 || away > 18 * 60) return undefined;
  return sign === '-' ? -away : away;
}

/**
 * The instant an RFC 3339 text names, in UTC. Digits finer than a microsecond are cut, because the
 * event log keeps microseconds. Leap seconds (`:60`) name no instant on the POSIX time line.
 * @returns undefined when there is no such instant.
 */
export function normaliseTimestamp(text: string): Instant | undefined {
  if (text.length === 24 && text.endsWith('Z')) return utcOf(text);
  const match = rfc3339.exec(text);
  if (match === null) return undefined;
  const [, date, time, fraction = '', sign, hours, minutes] = match;
  const digits = fraction.padEnd(6, '0');
  const local = utcOf(`${date}T${time}.${digits.slice(0, 3)}Z`);
  const offset = offsetMinutesOf(sign, hours, minutes);
  if (local === undefined || offset === undefined) return undefined;
  const ms = local.ms - offset * 60_000;
  const micros = digits.slice(3, 6);
  const iso = new Date(ms).toISOString();
  return { iso: micros === '000' ? iso : `${iso.slice(0, -1)}${micros}Z`, ms };
}
