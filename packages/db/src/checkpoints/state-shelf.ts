import type { StateKey } from './consumer-store.ts';

type Window = Pick<StateKey, 'window_kind' | 'window_start'>;

const dayMs = 86_400_000;

/** PostgreSQL knows no day before it; it was a Monday. */
const firstDay = Date.parse('0001-01-01') / dayMs;

/**
 * The Monday of the week in which a calendar window starts: the shelf on which it lies while a newer one is in front.
 * What people ask for may be no day: it is before all shelves.
 */
export function shelfOf(start: string): string {
  const day = Date.parse(start.slice(0, 10)) / dayMs;
  if (!(day >= firstDay)) return '-infinity';
  return new Date((day - ((day - firstDay) % 7)) * dayMs).toISOString().slice(0, 10);
}

/** A window as a shelf names it. */
export function nameOnShelf({ window_kind, window_start }: Window): string {
  return `${window_kind}|${window_start}`;
}

export function windowNamed(name: string): Window {
  const [kind = '', start = ''] = name.split('|');
  return { window_kind: kind as Window['window_kind'], window_start: start };
}
