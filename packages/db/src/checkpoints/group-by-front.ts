import type { WindowKind } from '@activity-hub/contracts/plugin/manifest';
import type { StateKey } from './consumer-store.ts';

/** Kinds of which the newest window of a key lies on its front. */
export const calendarKinds = ['hourly', 'daily', 'weekly', 'monthly'] as const;

export type CalendarKind = (typeof calendarKinds)[number];

/** What of one key concerns its front. */
export interface Front<Item> {
  readonly key: string;
  readonly items: Item[];
}

export interface Fronted<Item> {
  readonly fronts: readonly Front<Item>[];
  /** What lies neither on fronts nor on shelves. */
  readonly rest: readonly Item[];
}

export function isCalendarKind(kind: WindowKind): kind is CalendarKind {
  return calendarKinds.includes(kind as CalendarKind);
}

export function groupByFront<Item extends StateKey>(items: readonly Item[]): Fronted<Item> {
  const rest: Item[] = [];
  const fronts = new Map<string, Front<Item>>();
  for (const item of items) {
    if (!isCalendarKind(item.window_kind)) {
      rest.push(item);
      continue;
    }
    const found = fronts.get(item.key);
    if (found === undefined) fronts.set(item.key, { key: item.key, items: [item] });
    else found.items.push(item);
  }
  return { fronts: [...fronts.values()], rest };
}
