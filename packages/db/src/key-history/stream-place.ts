import type { Sql } from '../postgres/client.ts';
import type { HistoryPage } from './history-page.ts';

/** A page of the stream of a user. */
export interface StreamPage extends HistoryPage {
  readonly user_id: string;
  readonly lane: number;
  readonly upTo: number;
  /** First and last day that can matter. */
  readonly days: readonly [string, string] | undefined;
}

const anyDays = ['-infinity', 'infinity'] as const;
const nothing = { timestamp: '-infinity', event_id: '00000000-0000-0000-0000-000000000000' };

/** A page as the functions over `stream_in_order` are told of it. */
export function streamPlace(sql: Sql, { user_id, lane, upTo, days = anyDays, after = nothing, limit }: StreamPage) {
  return sql`${user_id}, ${lane}, ${upTo}, ${days[0]}, ${days[1]}, ${after.timestamp}, ${after.event_id}, ${limit}`;
}
