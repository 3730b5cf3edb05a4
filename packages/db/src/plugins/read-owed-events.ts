import type { Statements } from '../postgres/statements.ts';

/** A place of the log. */
export interface OwedEvent {
  readonly lane: number;
  readonly offset: number;
}

/** What the live revision derives for although it lies before its place; see migration 0028. */
export async function readOwedEvents(sql: Statements, pluginId: string): Promise<readonly OwedEvent[]> {
  return sql<OwedEvent[]>`select lane, "offset" from owed_event where plugin_id = ${pluginId}`;
}
