import type { SystemStats } from '@activity-hub/contracts/activity/system-activity';
import type { HubPorts } from '@activity-hub/contracts/api/hub-ports';
import { HubError } from '@activity-hub/contracts/errors';
import { categoryOf } from '@activity-hub/contracts/topic';
import { countLoggedEvents, countProjectedEvents, type EventCounts } from '@activity-hub/db/queries/count-events';
import { countLog } from '@activity-hub/db/queries/count-log';
import { listQuarantines, type Quarantine } from '@activity-hub/db/queries/list-quarantines';
import { type LogProgress, readProgress } from '@activity-hub/db/queries/read-progress';
import type { Sight } from '@activity-hub/db/queries/sight';
import { countsBy } from './counts-by.ts';
import { checkpointsOf, freshnessOfLog, freshnessOfProcessor, lagOf } from './freshness-of.ts';
import { processors, type QuerySources } from './query-sources.ts';
import { answerTrends } from './trends-answer.ts';
import { demandSight, type Viewer } from './viewer.ts';

export function createSystemQueries(sources: QuerySources, viewer: Viewer): HubPorts['system'] {
  return {
    stats: async () => readStats(sources, await viewer.sight()),
    async trends(query) {
      const sight = await viewer.sight();
      if (query.user_id === undefined) return answerTrends(sources, sight, query);
      const userId = query.user_id.toLowerCase();
      demandSight(sight, userId);
      const trends = await answerTrends(sources, sight, query);
      await viewer.saw('system.trends', [userId]);
      return trends;
    },
  };
}

/** For mentors the figures of their cohorts; how the hub itself is doing is for admins. */
async function readStats({ sql, clickhouse }: QuerySources, sight: Sight): Promise<SystemStats> {
  const progress = await readProgress(sql);
  const [log, quarantines, counted] = await Promise.all([
    countLog(sql, sight),
    listQuarantines(sql),
    countProjectedEvents(clickhouse, sight).then(
      (counts) => ({ counts, freshness: freshnessOfProcessor(progress, processors.projection) }),
      async (error: unknown) => {
        if (!(error instanceof HubError) || error.code !== 'analytics_unavailable') throw error;
        return { counts: await countLoggedEvents(sql, sight), freshness: freshnessOfLog(progress) };
      },
    ),
  ]);
  return {
    events_total: log.events ?? counted.counts.groups.reduce((sum, group) => sum + group.events, 0),
    ...groupsOf(counted.counts),
    users_total: counted.counts.users,
    refused_total: log.refused,
    open_cases: log.open_cases,
    first_event_at: log.first_at,
    last_event_at: log.last_at,
    consumers: sight === 'everybody' ? consumersOf(progress, quarantines) : [],
    freshness: counted.freshness,
  };
}

function groupsOf({
  groups,
}: EventCounts): Pick<SystemStats, 'events_by_origin' | 'events_by_family' | 'events_by_source'> {
  return {
    events_by_origin: countsBy(groups.map((group) => [group.origin, group.events])),
    events_by_family: countsBy(groups.map((group) => [categoryOf(group.event_type), group.events])),
    events_by_source: countsBy(groups.map((group) => [group.source_system, group.events])),
  };
}

function consumersOf(progress: LogProgress, quarantines: readonly Quarantine[]): SystemStats['consumers'] {
  const names = [...new Set(progress.checkpoints.map((checkpoint) => checkpoint.processor))].sort();
  return names.map((processor) => {
    const checkpoints = checkpointsOf(progress, processor);
    const version = checkpoints[0]?.version ?? '';
    const stopped = quarantines.find(
      (quarantine) => quarantine.processor === processor && quarantine.version === version,
    );
    return {
      processor,
      version,
      lag_events: lagOf(progress, checkpoints),
      status: stopped === undefined ? 'running' : 'quarantined',
      reason: stopped?.reason ?? null,
      reason_code: stopped?.reason_code ?? null,
      reason_values: stopped?.reason_values ?? null,
    };
  });
}
