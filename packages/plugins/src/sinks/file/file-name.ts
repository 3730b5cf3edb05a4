/** `events-2026-05-04-0003.ndjson`: the names of a prefix sort in the order in which they were written. */
export function fileName(prefix: string, day: string, number: number): string {
  return `${prefix}-${day}-${String(number).padStart(4, '0')}.ndjson`;
}

/** The highest number among the files of that day, or 0. */
export function lastNumber(names: readonly string[], prefix: string, day: string): number {
  const start = `${prefix}-${day}-`;
  const numbers = names.flatMap((name) => {
    const number = name.startsWith(start) ? /^(\d{4,})\.ndjson$/.exec(name.slice(start.length))?.[1] : undefined;
    return number === undefined ? [] : [Number(number)];
  });
  return Math.max(0, ...numbers);
}
