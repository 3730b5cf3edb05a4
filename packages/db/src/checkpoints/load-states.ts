import type { Sql } from '../postgres/client.ts';
import { quotedArray } from '../postgres/text-array.ts';
import type { ProcessorRef, StateKey, StateRow } from './consumer-store.ts';
import { stateColumns } from './state-columns.ts';

/** Those of the keys that exist, in no order. */
export async function loadStates(sql: Sql, ref: ProcessorRef, keys: readonly StateKey[]): Promise<readonly StateRow[]> {
  if (keys.length === 0) return [];
  return sql<StateRow[]>`
    select ${stateColumns(sql)} from load_states(${ref.processor}, ${ref.version},
      ${quotedArray(keys.map((key) => key.key))}::text::text[],
      ${quotedArray(keys.map((key) => key.window_kind))}::text::text[],
      ${quotedArray(keys.map((key) => key.window_start))}::text::text[])`;
}
