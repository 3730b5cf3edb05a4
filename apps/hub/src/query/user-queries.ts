import type { UserList } from '@activity-hub/contracts/activity/user-activity';
import type { HubPorts } from '@activity-hub/contracts/api/hub-ports';
import { laneOf } from '@activity-hub/contracts/lane';
import { findByName } from '@activity-hub/db/participants/find-by-name';
import { readNames } from '@activity-hub/db/participants/read-names';
import type { Sql } from '@activity-hub/db/postgres/client';
import { type ListedUser, listUsers } from '@activity-hub/db/queries/list-users';
import { readProgress } from '@activity-hub/db/queries/read-progress';
import type { Sight } from '@activity-hub/db/queries/sight';
import { answerUserMetrics } from './answer-user-metrics.ts';
import { explainScore } from './explain-score.ts';
import { freshnessOfProcessor } from './freshness-of.ts';
import { processors, type QuerySources } from './query-sources.ts';
import { readStreaks } from './read-streaks.ts';
import { readTimeline } from './read-timeline.ts';
import { readScorePoints, roundScore } from './score-windows.ts';
import { summarizeUser } from './summarize-user.ts';
import { demandSight, type Viewer } from './viewer.ts';

const maxPoints = 1_000;
/** Persons of one name that are looked for among the active ones. */
const maxNamesakes = 1_000;

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
    async list({ prefix, search, limit }) {
      const progress = await readProgress(sql);
      const sight = await sightOfNames(sql, await viewer.sight(), search);
      const found = await listUsers(clickhouse, { sight, prefix: (prefix ?? '').toLowerCase(), limit });
      const items = await named(sql, found);
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
    explainScore: (query) =>
      looking('explainScore', query.user_id, (userId) => explainScore(sources, { ...query, user_id: userId })),
    metrics: (query) =>
      looking('metrics', query.user_id, (userId) => answerUserMetrics(sources, { ...query, user_id: userId })),
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
        const [summary, names] = await Promise.all([
          summarizeUser(sources, progress, userId),
          readNames(sql, [userId]),
        ]);
        return {
          ...summary,
          display_name: names.get(userId) ?? null,
          freshness: freshnessOfProcessor(progress, processors.score, laneOfUser(userId)),
        };
      }),
  };
}

/** Names are in the directory and activity in the analytics store: first who is meant, then what they did. */
async function sightOfNames(sql: Sql, sight: Sight, search: string | undefined): Promise<Sight> {
  return search === undefined ? sight : findByName(sql, { sight, search, limit: maxNamesakes });
}

async function named(sql: Sql, users: readonly ListedUser[]): Promise<UserList['items']> {
  const names = await readNames(
    sql,
    users.map((user) => user.user_id),
  );
  return users.map((user) => ({ ...user, display_name: names.get(user.user_id) ?? null }));
}
