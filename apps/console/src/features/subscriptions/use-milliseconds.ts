'use client';

import { useFormatter } from 'next-intl';

/** How long something took: «84 ms», from a second on «1.8 sec». */
export function useMilliseconds(): (ms: number) => string {
  const format = useFormatter();
  return (ms) =>
    ms < 1_000
      ? format.number(ms, { style: 'unit', unit: 'millisecond', maximumFractionDigits: 0 })
      : format.number(ms / 1_000, { style: 'unit', unit: 'second', maximumFractionDigits: 1 });
}
