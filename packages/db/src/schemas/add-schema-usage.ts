import type { Sql } from '../postgres/client.ts';

/** What one process counted for a version and a source within an hour. */
export interface CountedUsage {
  readonly event_type: string;
  readonly version: string;
  readonly source: string;
  /** Begin of the hour, ISO. */
  readonly hour: string;
  readonly events: number;
  readonly refused: number;
}

/** In the order of the key: processes that add at once must not wait for each other in a circle. */
export async function addSchemaUsage(sql: Sql, counted: readonly CountedUsage[]): Promise<void> {
  if (counted.length === 0) return;
  await sql`
    insert into schema_usage as held (event_type, version, source, hour, events, refused)
    select event_type, version, source, hour, events, refused
    from jsonb_to_recordset(${JSON.stringify(counted)}::text::jsonb) as sent (
      event_type text, version text, source text, hour timestamptz, events bigint, refused bigint)
    order by event_type, version, source, hour
    on conflict (event_type, version, source, hour) do update
      set events = held.events + excluded.events, refused = held.refused + excluded.refused`;
}
