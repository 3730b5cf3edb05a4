import type { Episode, EpisodeKind } from '@activity-hub/contracts/activity/source-health';
import type { Sql } from '../postgres/client.ts';

export interface EpisodeFilter {
  readonly kind?: EpisodeKind | undefined;
  readonly key?: string | undefined;
  readonly open?: boolean | undefined;
  readonly limit: number;
}

/** Newest first. */
export async function listEpisodes(sql: Sql, { kind, key, open, limit }: EpisodeFilter): Promise<readonly Episode[]> {
  return sql<Episode[]>`
    select episode_id, kind, key, began_at, ended_at, details from episode
    where true ${kind === undefined ? sql`` : sql`and kind = ${kind}`} ${key === undefined ? sql`` : sql`and key = ${key}`}
      ${open === true ? sql`and ended_at is null` : sql``}
    order by began_at desc, episode_id desc limit ${limit}`;
}
