import type { ScoreExplanation, ScoreExplanationQuery } from '@activity-hub/contracts/activity/explanation';
import type { ScorePeriod } from '@activity-hub/contracts/activity/user-activity';
import { monthOf, weekOf } from '@activity-hub/contracts/calendar';
import { HubError } from '@activity-hub/contracts/errors';
import type { Sql } from '@activity-hub/db/postgres/client';
import { type LogProgress, readProgress } from '@activity-hub/db/queries/read-progress';
import { type ExplainSources, explainKey } from '../explain/explain-key.ts';
import type { TypeTotal } from '../explain/explain-order.ts';
import { askKey, freshnessOfKey, notCounted } from './asked-key.ts';
import { pageEndOf, readPageEnd } from './page-end.ts';
import { processors } from './query-sources.ts';
import { readScorePoints, roundScore, scoreOfView } from './score-windows.ts';

/** Which events made a score: the explanation of the aggregate behind it, newest first and in the words of scores. */
export async function explainScore(sources: ExplainSources, query: ScoreExplanationQuery): Promise<ScoreExplanation> {
  const { user_id, period = 'daily', cursor, limit = 50 } = query;
  const progress = await readProgress(sources.sql);
  const start = query.start ?? (await newestStart(sources.sql, progress, query));
  const asked = await askKey(sources.sql, {
    processor: processors.score,
    key: user_id,
    window: { kind: period, start },
  });
  const from = readPageEnd(cursor)?.at ?? null;
  const found = await explainKey(sources, asked, { order: 'newest', from, limit });
  const { held, revision } = asked.found;
  const score = held === null ? 0 : scoreOfView(held.view ?? held.state);
  const explained = roundScore(found.total.amount ?? 0);
  const items = found.items.toReversed();
  const last = items.at(-1);
  return {
    user_id,
    period,
    start,
    revision,
    score,
    explained,
    adds_up: score === explained,
    events: found.total.events,
    by_type: byContribution(found.types),
    items: items.map(({ event_id, event_type, timestamp, weight, amount }) => ({
      event_id,
      event_type,
      timestamp,
      weight,
      contribution: amount?.contribution ?? 0,
      score_after: amount?.after ?? 0,
    })),
    next_cursor: found.more && last !== undefined ? pageEndOf(last, null) : null,
    not_counted: notCounted(found),
    freshness: await freshnessOfKey(sources.sql, progress, asked),
  };
}

/** Where the newest window of a person begins; without any, where one would begin today. */
async function newestStart(
  sql: Sql,
  progress: LogProgress,
  { user_id, period = 'daily', cursor }: ScoreExplanationQuery,
): Promise<string> {
  // The newest one may be another by the next page.
  if (cursor !== undefined)
    throw new HubError('invalid_query', 'Give the start that the first page answered beside its cursor.', {
      pointer: '/start',
    });
  const [newest] = await readScorePoints(sql, progress, { user_id, period, limit: 1 });
  return newest?.start ?? startOf[period](new Date().toISOString().slice(0, 10));
}

/** In UTC, as nothing says where a person without events is. */
const startOf: Readonly<Record<ScorePeriod, (day: string) => string>> = {
  hourly: (day) => `${day}T00+00:00`,
  daily: (day) => day,
  weekly: weekOf,
  monthly: monthOf,
};

function byContribution(types: readonly TypeTotal[]): ScoreExplanation['by_type'] {
  return types
    .map((type) => ({ ...type, contribution: roundScore(type.contribution ?? 0) }))
    .sort((a, b) => b.contribution - a.contribution || (a.event_type < b.event_type ? -1 : 1));
}
