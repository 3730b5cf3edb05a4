/** The hours in which a person was active on one calendar day. */
export type ActiveDay = {
  readonly day: string;
  /** Bit h is set when something happened in local hour h. */
  readonly hours: number;
  readonly told: boolean;
};

/** Today, yesterday, and one more for travellers and late events. */
const KEPT_DAYS = 3;

/** The newest days, newest first. An event of an older day changes nothing. */
export function withHour(days: readonly ActiveDay[], day: string, hour: number): readonly ActiveDay[] {
  const found = days.find((known) => known.day === day);
  const grown: ActiveDay = { day, hours: (found?.hours ?? 0) | (1 << hour), told: found?.told ?? false };
  if (found?.hours === grown.hours) return days;
  return [grown, ...days.filter((known) => known.day !== day)]
    .sort((a, b) => (a.day < b.day ? 1 : -1))
    .slice(0, KEPT_DAYS);
}

export function hoursOf(day: ActiveDay): number {
  let hours = 0;
  for (let bits = day.hours; bits !== 0; bits &= bits - 1) hours++;
  return hours;
}
