import type { Caller } from '@activity-hub/contracts/access/caller';
import type { Episode, SourceHealth } from '@activity-hub/contracts/activity/source-health';
import type { SourcePorts } from '@activity-hub/contracts/api/sources-ports';
import { HubError } from '@activity-hub/contracts/errors';
import { listEpisodes } from '@activity-hub/db/episodes/list-episodes';
import type { Sql } from '@activity-hub/db/postgres/client';
import { storeFailure } from '@activity-hub/db/queries/store-failure';
import { countOpenRefused } from '@activity-hub/db/sources/count-open-refused';
import { readSourceFigures, type SourceFigures } from '@activity-hub/db/sources/read-source-figures';
import { readSourcePolicies } from '@activity-hub/db/sources/read-source-policies';
import { silenceLimitMs } from './judge-source.ts';

const listedSources = 500;
const defaultEpisodes = 50;

export interface SourcePortsOptions {
  readonly sql: Sql;
  readonly silentAfterMinutes: (source: string) => number | undefined;
}

interface Known {
  readonly limit: number | undefined;
  readonly episodes: readonly Episode[];
  readonly open_refused: number;
  readonly unknown_types: SourceHealth['unknown_types'];
}

function healthOf(figures: SourceFigures, { limit, episodes, open_refused, unknown_types }: Known): SourceHealth {
  const { source, accepted_24h, duplicates_24h, refused_24h, accepted_5m, refused_5m, silent_ms } = figures;
  const sent = accepted_24h + duplicates_24h + refused_24h;
  return {
    source,
    first_seen_at: figures.first_seen_at,
    last_seen_at: figures.last_seen_at,
    last_accepted_at: figures.last_accepted_at,
    last_refused_at: figures.last_refused_at,
    accepted_24h,
    duplicates_24h,
    refused_24h,
    refusal_rate_24h: sent === 0 ? 0 : refused_24h / sent,
    accepted_5m,
    refused_5m,
    silent: limit !== undefined && silent_ms > limit,
    silence_limit_ms: limit === undefined ? null : Math.round(limit),
    unknown_types,
    open_refused,
    open_episodes: [...episodes],
  };
}

async function listSources({ sql, silentAfterMinutes }: SourcePortsOptions): Promise<SourceHealth[]> {
  const [sources, episodes, refused, policies] = await Promise.all([
    readSourceFigures(sql, listedSources),
    listEpisodes(sql, { open: true, limit: 10_000 }),
    countOpenRefused(sql),
    readSourcePolicies(sql),
  ]);
  const items = sources.map((figures) =>
    healthOf(figures, {
      limit: silenceLimitMs(figures, silentAfterMinutes(figures.source)),
      episodes: episodes.filter((episode) => episode.kind !== 'ingestion_lag' && episode.key === figures.source),
      open_refused: refused.get(figures.source) ?? 0,
      unknown_types: policies.get(figures.source) ?? 'refuse',
    }),
  );
  // The order of the database, the latest seen first, stays within both parts.
  return items.sort((a, b) => Number(b.open_episodes.length > 0) - Number(a.open_episodes.length > 0));
}

/** How the sources are, for admins and for keys that may read: a mentor sees people, not subsystems. */
export function createSourcePorts(options: SourcePortsOptions, caller: Caller): SourcePorts {
  const answered = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
    if (caller.kind === 'person' && caller.role !== 'admin')
      throw new HubError('forbidden', 'Only admins see how the sources are. Ask an admin of the hub.');
    try {
      return await ask();
    } catch (error) {
      throw storeFailure(error);
    }
  };
  return {
    list: () => answered(async () => ({ items: await listSources(options) })),
    episodes: ({ limit = defaultEpisodes, ...filter }) =>
      answered(async () => ({ items: [...(await listEpisodes(options.sql, { ...filter, limit }))] })),
  };
}
