import type { ScoreExplanation, ScoreExplanationQuery } from '@activity-hub/contracts/activity/explanation';
import { readProgress } from '@activity-hub/db/queries/read-progress';
import { type ExplainSources, explainKey } from '../explain/explain-key.ts';
import type { TypeTotal } from '../explain/explain-order.ts';
import { askKey, freshnessOfKey, notCounted } from './asked-key.ts';
import { pageEndOf, readPageEnd } from './page-end.ts';
import { processors } from './query-sources.ts';
import { roundScore, scoreOfView } from './score-windows.ts';

/** Which events made a score: the explanation of the aggregate behind it, newest first and in the words of scores. */
export async function explainScore(sources: ExplainSources, query: ScoreExplanationQuery): Promise<ScoreExplanation> {
  const { user_id, period = 'daily', start, cursor, limit = 50 } = query;
  const progress = await readProgress(sources.sql);
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

function byContribution(types: readonly TypeTotal[]): ScoreExplanation['by_type'] {
  return types
    .map((type) => ({ ...type, contribution: roundScore(type.contribution ?? 0) }))
    .sort((a, b) => b.contribution - a.contribution || (a.event_type < b.event_type ? -1 : 1));
}
