import type { HubPorts } from '@activity-hub/contracts/api/hub-ports';
import { laneOf } from '@activity-hub/contracts/lane';
import { listUsers } from '@activity-hub/db/queries/list-users';
import { readProgress } from '@activity-hub/db/queries/read-progress';
import { freshnessOfProcessor } from './freshness-of.ts';
import { processors, type QuerySources } from './query-sources.ts';
import { readStreaks } from './read-streaks.ts';
import { readTimeline } from './read-timeline.ts';
import { readScorePoints, roundScore } from './score-windows.ts';
import { summarizeUser } from './summarize-user.ts';

const maxPoints = 1_000;

/** A person's events stand in one lane, so only that lane decides how fresh the person's figures are. */
function laneOfUser(userId: string): number {
  return laneOf({ user_id: userId, event_id: '' });
}

/** Everything about one person, and the list of persons. Nobody is unknown here: a person without events has empty answers. */
export function createUserQueries(sources: QuerySources): HubPorts['users'] {
  const { sql, clickhouse } = sources;
  return {
    async list({ prefix, limit }) {
      const progress = await readProgress(sql);
      const items = await listUsers(clickhouse, { prefix: (prefix ?? '').toLowerCase(), limit });
      return { items, freshness: freshnessOfProcessor(progress, processors.projection) };
    },
    timeline: (query) => readTimeline(sql, { ...query, user_id: query.user_id.toLowerCase() }),
    async score({ period, from, to, ...query }) {
      const userId = query.user_id.toLowerCase();
      const progress = await readProgress(sql);
      const points = await readScorePoints(sql, progress, { user_id: userId, period, from, to, limit: maxPoints });
      const total = roundScore(points.reduce((sum, point) => sum + point.score, 0));
      return {
        user_id: userId,
        period,
        points,
        total,
        freshness: freshnessOfProcessor(progress, processors.score, laneOfUser(userId)),
      };
    },
    async streaks(id) {
      const userId = id.toLowerCase();
      const progress = await readProgress(sql);
      const streaks = await readStreaks(sources, progress, userId);
      return {
        user_id: userId,
        streaks,
        freshness: freshnessOfProcessor(progress, processors.streak, laneOfUser(userId)),
      };
    },
    async summary(id) {
      const userId = id.toLowerCase();
      const progress = await readProgress(sql);
      const summary = await summarizeUser(sources, progress, userId);
      return { ...summary, freshness: freshnessOfProcessor(progress, processors.score, laneOfUser(userId)) };
    },
  };
}
