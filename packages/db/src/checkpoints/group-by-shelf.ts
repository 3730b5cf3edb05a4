import type { StateKey } from './consumer-store.ts';
import { shelfOf } from './state-shelf.ts';

export interface Shelf<Item> {
  readonly key: string;
  readonly shelf: string;
  readonly items: Item[];
}

/** What belongs to one shelf stands together. Items of one key must come one after the other. */
export function groupByShelf<Item extends StateKey>(items: readonly Item[]): readonly Shelf<Item>[] {
  const shelves: Shelf<Item>[] = [];
  const ofDays = new Map<string, string>();
  for (const item of items) {
    const day = item.window_start.slice(0, 10);
    const shelf = ofDays.get(day) ?? shelfOf(day);
    ofDays.set(day, shelf);
    const found = shelfAmongLast(shelves, item.key, shelf);
    if (found === undefined) shelves.push({ key: item.key, shelf, items: [item] });
    else found.items.push(item);
  }
  return shelves;
}

function shelfAmongLast<Item>(shelves: readonly Shelf<Item>[], key: string, shelf: string): Shelf<Item> | undefined {
  for (let at = shelves.length - 1; at >= 0; at -= 1) {
    const one = shelves[at];
    if (one === undefined || one.key !== key) return undefined;
    if (one.shelf === shelf) return one;
  }
  return undefined;
}
