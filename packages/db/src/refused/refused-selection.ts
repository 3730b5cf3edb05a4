import type { RefusedFilter } from '@activity-hub/contracts/activity/refused-search';
import type { Statements } from '../postgres/statements.ts';
import { refusedCondition } from './refused-condition.ts';

/** What a repair or a discard of many is about. */
export interface RefusedSelection {
  readonly refused_ids?: readonly string[] | undefined;
  readonly filter?: RefusedFilter | undefined;
}

/** The conditions of a selection, each beginning with "and"; the state is the caller's to name. */
export function openSelection(sql: Statements, selection: RefusedSelection) {
  const { refused_ids, filter } = selection;
  if (refused_ids !== undefined) return sql`and refused_event.refused_id = any(${[...refused_ids]}::uuid[])`;
  return refusedCondition(sql, filter ?? {}, 'any');
}
