/** Partitions are made so many months ahead that a timer may be late by weeks. */
export const MONTHS_AHEAD = 3;
