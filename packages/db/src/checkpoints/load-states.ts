import type { Sql } from '../postgres/client.ts';
import { bareArray, quotedArray } from '../postgres/text-array.ts';
import type { ProcessorRef, StateKey, StateRow } from './consumer-store.ts';
import { type CalendarKind, type Front, groupByFront } from './group-by-front.ts';
import { groupByShelf } from './group-by-shelf.ts';
import { stateColumns } from './state-columns.ts';
import { FIELD_SEPARATOR, stateOfEntry } from './state-entry.ts';
import { nameOnShelf, windowNamed } from './state-shelf.ts';

type FrontRow = { readonly place: number; readonly lane: number } & {
  readonly [Column in `${CalendarKind}_${'start' | 'entry'}`]: string | null;
};

interface ShelvedRow {
  readonly key: string;
  readonly lane: number;
  readonly name: string;
  readonly entry: string;
}

/** Those of the keys that exist, in no order. */
export async function loadStates(sql: Sql, ref: ProcessorRef, keys: readonly StateKey[]): Promise<readonly StateRow[]> {
  const { fronts, rest } = groupByFront(keys);
  const [windows, rows] = await Promise.all([loadWindows(sql, ref, fronts), loadRows(sql, ref, rest)]);
  return [...windows, ...rows];
}

/** Shelves are asked only for what is older than the front: once it is, it lies there for good, so two statements do. */
async function loadWindows(sql: Sql, ref: ProcessorRef, wanted: readonly Front<StateKey>[]): Promise<StateRow[]> {
  if (wanted.length === 0) return [];
  const rows = await sql<FrontRow[]>`
    select * from load_fronts(${ref.processor}, ${ref.version},
      ${quotedArray(wanted.map(({ key }) => key))}::text::text[])`;
  const found: StateRow[] = [];
  const older: StateKey[] = [];
  for (const row of rows) {
    for (const key of wanted[row.place - 1]?.items ?? []) {
      const kind = key.window_kind as CalendarKind;
      const start = row[`${kind}_start`];
      const entry = row[`${kind}_entry`];
      if (start === null || key.window_start > start) continue;
      if (key.window_start < start) older.push(key);
      else if (entry !== null) found.push(stateOfEntry(key, row.lane, entry));
    }
  }
  return older.length === 0 ? found : [...found, ...(await loadShelved(sql, ref, older))];
}

async function loadShelved(sql: Sql, ref: ProcessorRef, keys: readonly StateKey[]): Promise<readonly StateRow[]> {
  const shelves = groupByShelf(keys);
  const names = shelves.map(({ items }) => items.map(nameOnShelf).join(FIELD_SEPARATOR));
  const rows = await sql<ShelvedRow[]>`
    select key, lane, name, entry from load_shelved(${ref.processor}, ${ref.version},
      ${quotedArray(shelves.map(({ key }) => key))}::text::text[],
      ${bareArray(shelves.map(({ shelf }) => shelf))}::text::date[], ${quotedArray(names)}::text::text[])`;
  return rows.map(({ key, lane, name, entry }) => stateOfEntry({ key, ...windowNamed(name) }, lane, entry));
}

async function loadRows(sql: Sql, ref: ProcessorRef, keys: readonly StateKey[]): Promise<readonly StateRow[]> {
  if (keys.length === 0) return [];
  return sql<StateRow[]>`
    select ${stateColumns(sql)} from load_states(${ref.processor}, ${ref.version},
      ${quotedArray(keys.map((key) => key.key))}::text::text[],
      ${quotedArray(keys.map((key) => key.window_kind))}::text::text[],
      ${quotedArray(keys.map((key) => key.window_start))}::text::text[])`;
}
