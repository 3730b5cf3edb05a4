const duration =
  /^P(?=.)(?:(\d+(?:\.\d+)?)D)?(?:T(?=.)(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/**
 * Seconds of an ISO 8601 duration, to the hundredth as xAPI has it.
 * @returns undefined for what is none, and for years and months, whose length depends on the calendar
 */
export function secondsOfDuration(text: string): number | undefined {
  const match = text.length > 64 ? null : duration.exec(text);
  if (match === null) return undefined;
  const [days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0));
  const total = (days ?? 0) * 86_400 + (hours ?? 0) * 3_600 + (minutes ?? 0) * 60 + (seconds ?? 0);
  return Number.isFinite(total) ? Math.round(total * 100) / 100 : undefined;
}
