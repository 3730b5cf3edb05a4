import type { Sql } from '../postgres/client.ts';

/** What a source sent since the last flush of this process. */
export interface SourceActivity {
  readonly source: string;
  readonly accepted: number;
  readonly duplicates: number;
  readonly refused: number;
}

export async function noteSourceActivity(sql: Sql, activity: readonly SourceActivity[]): Promise<void> {
  await sql`select note_source_activity(${activity.map((one) => one.source)}::text[],
    ${activity.map((one) => one.accepted)}::bigint[], ${activity.map((one) => one.duplicates)}::bigint[],
    ${activity.map((one) => one.refused)}::bigint[])`;
}

/** Minutes beyond the base of a day are of no more use. */
export async function forgetOldActivity(sql: Sql): Promise<void> {
  await sql`delete from source_activity where minute < clock_timestamp() - interval '25 hours'`;
}
