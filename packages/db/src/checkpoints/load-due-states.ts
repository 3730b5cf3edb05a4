import type { Sql } from '../postgres/client.ts';
import type { ProcessorRef, StateRow } from './consumer-store.ts';
import { stateColumns } from './state-columns.ts';

export async function loadDueStates(
  sql: Sql,
  ref: ProcessorRef,
  lane: number,
  watermark: string,
  quietSince: string,
  limit: number,
): Promise<readonly StateRow[]> {
  return sql<StateRow[]>`
    select ${stateColumns(sql)} from due_states(${ref.processor}, ${ref.version}, ${lane}, ${watermark},
      ${quietSince}, ${limit})`;
}
