import type { Fragment } from 'postgres';
import { type RecordedEventRow, recordedEventColumns } from '../event-store/recorded-event-row.ts';
import type { Sql } from '../postgres/client.ts';
import type { EventFilter, PayloadCondition } from './event-filter.ts';
import { type ExactInstant, exactInstant } from './exact-instant.ts';
import { timeConditions } from './search-events.ts';
import { withinSight } from './sight.ts';
import { textList } from './text-list.ts';

/** The time of the newest event before the end of a search: where a bounded scan begins. */
export async function newestOccurrence(
  sql: Sql,
  filter: Pick<EventFilter, 'from' | 'to' | 'after'>,
): Promise<ExactInstant | undefined> {
  const [row] = await sql<{ occurred_at: string }[]>`
    select event.occurred_at
    from event
    where true ${timeConditions(sql, filter)}
    order by event.occurred_at desc, event.event_id desc
    limit 1`;
  return row === undefined ? undefined : exactInstant(row.occurred_at);
}

/**
 * Answers what only the analytics store has an order for by reading every event of a short span: the
 * caller bounds `from` and the pool bounds the time.
 */
export async function scanEvents(
  sql: Sql,
  filter: EventFilter & { readonly from: ExactInstant },
): Promise<readonly RecordedEventRow[]> {
  return sql<RecordedEventRow[]>`
    select ${recordedEventColumns(sql)}
    from event
    where true
      ${timeConditions(sql, filter)}
      ${withinSight(sql, 'event', filter.sight)}
      ${filter.user_id === undefined ? sql`` : sql`and event.user_id = ${filter.user_id}::text::uuid`}
      ${filter.types === undefined ? sql`` : sql`and event.event_type = any(${textList(sql, filter.types)})`}
      ${filter.source === undefined ? sql`` : sql`and event.source_system = ${filter.source}`}
      ${filter.session_id === undefined ? sql`` : sql`and event.session_id = ${filter.session_id}::text::uuid`}
      ${filter.payload === undefined ? sql`` : sql`and ${payloadHolds(sql, filter.payload)}`}
    order by event.occurred_at desc, event.event_id desc
    limit ${filter.limit + 1}`;
}

/** Must agree with `projectedPayloadHolds`: one spec asks both the same questions. */
function payloadHolds(sql: Sql, condition: PayloadCondition): Fragment {
  const path = textList(sql, condition.path);
  const found = sql`(event.payload #> ${path})`;
  const text = sql`(event.payload #>> ${path})`;
  const number = condition.number === null ? null : sql`${String(condition.number)}::text::numeric`;
  const equal = sql`case jsonb_typeof(${found})
    when 'number' then ${number === null ? sql`false` : sql`${text}::numeric = ${number}`}
    when 'null' then ${condition.value} = 'null'
    else ${text} = ${condition.value} end`;
  const isScalar = sql`jsonb_typeof(${found}) in ('string', 'number', 'boolean', 'null')`;
  switch (condition.op) {
    case 'exists':
      return sql`${found} is not null`;
    case 'eq':
      return sql`(${isScalar} and ${equal})`;
    case 'ne':
      return sql`(${isScalar} and not ${equal})`;
    case 'contains':
      return sql`case jsonb_typeof(${found})
        when 'string' then strpos(${text}, ${condition.value}) > 0
        when 'array' then ${found} @> to_jsonb(${condition.value}::text) ${number === null ? sql`` : sql`or ${found} @> to_jsonb(${number})`}
        else false end`;
    default: {
      const operator = { gt: sql`>`, gte: sql`>=`, lt: sql`<`, lte: sql`<=` }[condition.op];
      return number === null
        ? sql`case jsonb_typeof(${found}) when 'string' then ${text} collate "C" ${operator} ${condition.value} else false end`
        : sql`case jsonb_typeof(${found}) when 'number' then ${text}::numeric ${operator} ${number} else false end`;
    }
  }
}
