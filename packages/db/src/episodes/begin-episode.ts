import type { Episode, EpisodeKind } from '@activity-hub/contracts/activity/source-health';
import type { JsonObject } from '@activity-hub/contracts/event';
import type { Sql } from '../postgres/client.ts';

/** Begins an episode unless one of this kind and key is open, whoever opened it. */
export async function beginEpisode(sql: Sql, kind: EpisodeKind, key: string, details: JsonObject): Promise<boolean> {
  const rows = await sql<Pick<Episode, 'episode_id'>[]>`
    insert into episode (kind, key, details) values (${kind}, ${key}, ${JSON.stringify(details)}::text::jsonb)
    on conflict (kind, key) where ended_at is null do nothing
    returning episode_id`;
  return rows.length > 0;
}
