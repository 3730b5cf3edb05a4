import type { Sql } from '../postgres/client.ts';

export interface SchemaUsageRow {
  readonly event_type: string;
  readonly version: string;
  readonly source: string;
  readonly events_24h: number;
  readonly refused_24h: number;
  readonly events_30d: number;
  readonly refused_30d: number;
  readonly last_seen_at: string;
}

/** The use of every version by every source over the last 30 days, of one type or of all. */
export async function readSchemaUsage(
  sql: Sql,
  { eventType, now }: { readonly eventType?: string | undefined; readonly now: string },
): Promise<readonly SchemaUsageRow[]> {
  return sql<SchemaUsageRow[]>`
    select event_type, version, source,
      coalesce(sum(events) filter (where hour > bounds.day), 0)::bigint as events_24h,
      coalesce(sum(refused) filter (where hour > bounds.day), 0)::bigint as refused_24h,
      sum(events)::bigint as events_30d, sum(refused)::bigint as refused_30d, max(hour) as last_seen_at
    from schema_usage,
      lateral (select ${now}::text::timestamptz - interval '24 hours' as day,
        ${now}::text::timestamptz - interval '30 days' as month) as bounds
    where hour > bounds.month ${eventType === undefined ? sql`` : sql`and event_type = ${eventType}`}
    group by event_type, version, source
    order by event_type, version, source`;
}
