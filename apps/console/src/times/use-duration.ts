'use client';

import { useFormatter } from 'next-intl';

const units = [
  { unit: 'day', ms: 86_400_000 },
  { unit: 'hour', ms: 3_600_000 },
  { unit: 'minute', ms: 60_000 },
  { unit: 'second', ms: 1_000 },
] as const;

/** A length of time in its largest whole unit, such as «3 hours». */
export function useDuration(): (ms: number) => string {
  const format = useFormatter();
  return (ms) => {
    const { unit, ms: size } = units.find((one) => ms >= one.ms) ?? units[3];
    return format.number(Math.round(ms / size), { style: 'unit', unit, unitDisplay: 'long' });
  };
}
