import type { StateKey } from './consumer-store.ts';

type Window = Pick<StateKey, 'window_kind' | 'window_start'>;

const dayMs = 86_400_000;

/** The Monday of the week in which a calendar window starts: the shelf on which it lies while a newer one is in front. */
export function shelfOf(start: string): string {
  const day = Date.parse(start.slice(0, 10)) / dayMs;
  // Days are counted from a Thursday.
  const sinceMonday = (((day + 3) % 7) + 7) % 7;
  return new Date((day - sinceMonday) * dayMs).toISOString().slice(0, 10);
}

/** A window as a shelf names it. */
export function nameOnShelf({ window_kind, window_start }: Window): string {
  return `${window_kind}|${window_start}`;
}

export function windowNamed(name: string): Window {
  const [kind = '', start = ''] = name.split('|');
  return { window_kind: kind as Window['window_kind'], window_start: start };
}
