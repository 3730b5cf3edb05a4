import type { StateKey } from './consumer-store.ts';
import { shelfOf } from './state-shelf.ts';

export interface Shelf<Item> {
  readonly key: string;
  readonly shelf: string;
  readonly items: Item[];
}

export interface Shelved<Item> {
  readonly shelves: readonly Shelf<Item>[];
  /** What lies on no shelf. */
  readonly rest: readonly Item[];
}

/** What belongs to one shelf stands together. */
export function groupByShelf<Item extends StateKey>(items: readonly Item[]): Shelved<Item> {
  const rest: Item[] = [];
  const shelves: Shelf<Item>[] = [];
  const keys = new Map<string, Map<string, Shelf<Item>>>();
  for (const item of items) {
    const shelf = shelfOf(item);
    if (shelf === undefined) {
      rest.push(item);
      continue;
    }
    const ofKey = keys.get(item.key) ?? new Map<string, Shelf<Item>>();
    const found = ofKey.get(shelf);
    if (found !== undefined) {
      found.items.push(item);
      continue;
    }
    const made = { key: item.key, shelf, items: [item] };
    keys.set(item.key, ofKey.set(shelf, made));
    shelves.push(made);
  }
  return { shelves, rest };
}
