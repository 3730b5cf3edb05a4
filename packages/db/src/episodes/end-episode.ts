import type { EpisodeKind } from '@activity-hub/contracts/activity/source-health';
import type { JsonObject } from '@activity-hub/contracts/event';
import type { Sql } from '../postgres/client.ts';

/** Ends the open episode of this kind and key, if there is one. */
export async function endEpisode(sql: Sql, kind: EpisodeKind, key: string, details: JsonObject): Promise<boolean> {
  const rows = await sql`
    update episode set ended_at = greatest(began_at, date_trunc('milliseconds', clock_timestamp())),
      end_details = ${JSON.stringify(details)}::text::jsonb
    where kind = ${kind} and key = ${key} and ended_at is null returning episode_id`;
  return rows.length > 0;
}
