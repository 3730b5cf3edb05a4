import type { JsonObject } from '@activity-hub/contracts/event';
import type { WindowKind } from '@activity-hub/contracts/plugin/manifest';
import type { ProcessorRef } from '../checkpoints/consumer-store.ts';
import { shelfOf } from '../checkpoints/state-shelf.ts';
import type { Sql } from '../postgres/client.ts';

export interface WindowQuery extends ProcessorRef {
  readonly key: string;
  readonly kind: WindowKind;
  /** First start that counts. */
  readonly from?: string | undefined;
  /** First start that does not count any more. */
  readonly before?: string | undefined;
  readonly limit: number;
}

export interface WindowRow {
  readonly window_start: string;
  /** What the processor shows of the window: its view, else its state. */
  readonly view: JsonObject;
}

/** What a processor holds of one key in windows of one kind, newest first. Starts compare as text. */
export async function readWindows(sql: Sql, query: WindowQuery): Promise<readonly WindowRow[]> {
  return sql<WindowRow[]>`
    select window_start, coalesce(view, state) as view
    from held_state
    where processor = ${query.processor} and version = ${query.version}
      and key = ${query.key} and window_kind = ${query.kind}
      ${query.from === undefined ? sql`` : sql`and window_start >= ${query.from} and (shelf is null or shelf >= ${shelfOf(query.from)})`}
      ${query.before === undefined ? sql`` : sql`and window_start < ${query.before}`}
    order by window_start desc
    limit ${query.limit}`;
}
