import type { Sql } from '../postgres/client.ts';

/** Figures look back 30 days; three months are kept for whoever asks with an SQL tool. */
export async function dropOldSchemaUsage(sql: Sql, now: string): Promise<void> {
  await sql`delete from schema_usage where hour < ${now}::text::timestamptz - interval '90 days'`;
}
