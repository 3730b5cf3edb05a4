import type { Episode } from '@activity-hub/contracts/activity/source-health';
import type { JsonObject } from '@activity-hub/contracts/event';
import type { Sql } from '../postgres/client.ts';

export interface UnrecordedEpisode extends Episode {
  readonly end_details: JsonObject | null;
  readonly begin_recorded: boolean;
  readonly end_recorded: boolean;
}

/** Episodes of which the log does not hold every event yet, oldest first. */
export async function unrecordedEpisodes(sql: Sql, limit: number): Promise<readonly UnrecordedEpisode[]> {
  return sql<UnrecordedEpisode[]>`
    select episode_id, kind, key, began_at, ended_at, details, end_details, begin_recorded, end_recorded from episode
    where not begin_recorded or (ended_at is not null and not end_recorded)
    order by episode_id limit ${limit}`;
}

/** Only after the append was answered: a crash before makes the append happen again, under the same id. */
export async function markRecorded(
  sql: Sql,
  episodeId: string,
  marks: { begin: boolean; end: boolean },
): Promise<void> {
  await sql`
    update episode set begin_recorded = begin_recorded or ${String(marks.begin)}::text::boolean,
      end_recorded = end_recorded or ${String(marks.end)}::text::boolean
    where episode_id = ${episodeId}::text::uuid`;
}
