import type { Origin } from '@activity-hub/contracts/event';
import type { OutlinedEvent } from '@activity-hub/contracts/event-outline';
import { instantOfJson } from '../event-store/instant-of-json.ts';
import type { Sql } from '../postgres/client.ts';
import { type StreamPage, streamPlace } from './stream-place.ts';

interface OutlineColumns {
  readonly event_id: readonly string[];
  readonly event_type: readonly string[];
  readonly occurred_at: readonly string[];
  readonly session_id: readonly (string | null)[];
  readonly origin: readonly Origin[];
  readonly time_zone: readonly string[];
  readonly day: readonly string[];
  readonly processor: readonly (string | null)[];
}

/** As the history of a user's stream, without what the events say: a third of the work, on both sides. */
export async function readStreamOutlines(sql: Sql, page: StreamPage): Promise<readonly OutlinedEvent[]> {
  const rows = await sql<{ [Name in keyof OutlineColumns]: OutlineColumns[Name] | null }[]>`
    select * from read_stream_outlines(${streamPlace(sql, page)})`;
  const [columns] = rows;
  return columns === undefined || columns.event_id === null ? [] : outlinesOf(page.user_id, columns as OutlineColumns);
}

function outlinesOf(user_id: string, columns: OutlineColumns): readonly OutlinedEvent[] {
  const { event_id, event_type, occurred_at, session_id, origin, time_zone, day, processor } = columns;
  return event_id.map(
    (id, at) =>
      ({
        event_id: id,
        event_type: event_type[at],
        timestamp: instantOfJson(occurred_at[at] as string),
        user_id,
        session_id: session_id[at],
        origin: origin[at],
        time_zone: time_zone[at],
        day: day[at],
        processor: processor[at],
      }) as OutlinedEvent,
  );
}
