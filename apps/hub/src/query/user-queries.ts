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
import { demandSight, type Viewer } from './viewer.ts';

const maxPoints = 1_000;

/** A person's events stand in one lane, so only that lane decides how fresh the person's figures are. */
function laneOfUser(userId: string): number {
  return laneOf({ user_id: userId, event_id: '' });
}

/** Everything about one person, and the list of persons. Nobody is unknown here: a person without events has empty answers. */
export function createUserQueries(sources: QuerySources, viewer: Viewer): HubPorts['users'] {
  const { sql, clickhouse, personalPathsOf } = sources;
  /** Looks at one person, if the viewer may, and keeps that it was so. */
  async function looking<Answer>(name: string, id: string, look: (userId: string) => Promise<Answer>): Promise<Answer> {
    const userId = id.toLowerCase();
    demandSight(await viewer.sight(), userId);
    const answer = await look(userId);
    await viewer.saw(`users.${name}`, [userId]);
    return answer;
  }
  return {
    async list({ prefix, limit }) {
      const progress = await readProgress(sql);
      const sight = await viewer.sight();
      const items = await listUsers(clickhouse, { sight, prefix: (prefix ?? '').toLowerCase(), limit });
      await viewer.saw(
        'users.list',
        items.map((item) => item.user_id),
      );
      return { items, freshness: freshnessOfProcessor(progress, processors.projection) };
    },
    timeline: (query) =>
      looking('timeline', query.user_id, (userId) => readTimeline(sql, { ...query, user_id: userId, personalPathsOf })),
    score: ({ period, from, to, ...query }) =>
      looking('score', query.user_id, async (userId) => {
        const progress = await readProgress(sql);
        const points = await readScorePoints(sql, progress, { user_id: userId, period, from, to, limit: maxPoints });
        const total = roundScore(points.reduce((sum, point) => sum + point.score, 0));
        const freshness = freshnessOfProcessor(progress, processors.score, laneOfUser(userId));
        return { user_id: userId, period, points, total, freshness };
      }),
    streaks: (id) =>
      looking('streaks', id, async (userId) => {
        const progress = await readProgress(sql);
        const streaks = await readStreaks(sources, progress, userId);
        const freshness = freshnessOfProcessor(progress, processors.streak, laneOfUser(userId));
        return { user_id: userId, streaks, freshness };
      }),
    summary: (id) =>
      looking('summary', id, async (userId) => {
        const progress = await readProgress(sql);
        const summary = await summarizeUser(sources, progress, userId);
        return { ...summary, freshness: freshnessOfProcessor(progress, processors.score, laneOfUser(userId)) };
      }),
  };
}
