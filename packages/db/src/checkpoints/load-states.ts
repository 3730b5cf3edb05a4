import type { Sql } from '../postgres/client.ts';
import { quotedArray } from '../postgres/text-array.ts';
import type { ProcessorRef, StateKey, StateRow } from './consumer-store.ts';
import { groupByShelf, type Shelf } from './group-by-shelf.ts';
import { stateColumns } from './state-columns.ts';
import { joinedNames, nameOnShelf, type ShelvedWindow, shelvedState } from './state-shelf.ts';

/** Those of the keys that exist, in no order. */
export async function loadStates(sql: Sql, ref: ProcessorRef, keys: readonly StateKey[]): Promise<readonly StateRow[]> {
  const { shelves, rest } = groupByShelf(keys);
  const [shelved, rows] = await Promise.all([loadShelved(sql, ref, shelves), loadRows(sql, ref, rest)]);
  return [...shelved, ...rows];
}

async function loadShelved(sql: Sql, ref: ProcessorRef, shelves: readonly Shelf<StateKey>[]): Promise<StateRow[]> {
  if (shelves.length === 0) return [];
  const windows = await sql<ShelvedWindow[]>`
    select key, lane, name, entry from load_shelved(${ref.processor}, ${ref.version},
      ${quotedArray(shelves.map((shelf) => shelf.key))}::text::text[],
      ${quotedArray(shelves.map((shelf) => shelf.shelf))}::text::text[],
      ${quotedArray(shelves.map((shelf) => joinedNames(shelf.items.map(nameOnShelf))))}::text::text[])`;
  return windows.map(shelvedState);
}

async function loadRows(sql: Sql, ref: ProcessorRef, keys: readonly StateKey[]): Promise<readonly StateRow[]> {
  if (keys.length === 0) return [];
  return sql<StateRow[]>`
    select ${stateColumns(sql)} from load_states(${ref.processor}, ${ref.version},
      ${quotedArray(keys.map((key) => key.key))}::text::text[],
      ${quotedArray(keys.map((key) => key.window_kind))}::text::text[],
      ${quotedArray(keys.map((key) => key.window_start))}::text::text[])`;
}
