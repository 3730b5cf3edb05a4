import type {
  AggregateExplanation,
  AggregateExplanationQuery,
  mismatchReasons,
} from '@activity-hub/contracts/activity/aggregate-explanation';
import type { HubPorts } from '@activity-hub/contracts/api/hub-ports';
import { HubError } from '@activity-hub/contracts/errors';
import type { WindowKind } from '@activity-hub/contracts/plugin/manifest';
import type { Sql } from '@activity-hub/db/postgres/client';
import { readProgress } from '@activity-hub/db/queries/read-progress';
import { type ExplainedKey, type ExplainSources, explainKey } from '../explain/explain-key.ts';
import type { TypeTotal } from '../explain/explain-order.ts';
import type { AskedKey } from '../explain/history-of-key.ts';
import { askKey, freshnessOfKey, notCounted } from './asked-key.ts';
import { goesOn, type PageEnd, pageEndOf, readPageEnd } from './page-end.ts';
import type { QuerySources } from './query-sources.ts';
import { demandSight, type Viewer } from './viewer.ts';

/** Values of aggregators. One that belongs to a person is shown to who may see the person, any other to who sees everybody. */
export function createAggregateQueries(sources: QuerySources, viewer: Viewer): HubPorts['aggregates'] {
  return {
    async explain(query) {
      const { processor, key, window: kind = 'all', start = '' } = query;
      const progress = await readProgress(sources.sql);
      // What is no kind of window is none that the aggregator keeps, and refused by its name.
      const asked = await askKey(sources.sql, { processor, key, window: { kind: kind as WindowKind, start } });
      await demandKey(viewer, asked);
      const answer = await answerOf(sources, asked, query);
      await viewer.saw('aggregates.explain', [asked.user_id]);
      return { ...answer, freshness: await freshnessOfKey(sources.sql, progress, asked) };
    },
  };
}

async function demandKey(viewer: Viewer, { user_id }: AskedKey): Promise<void> {
  const sight = await viewer.sight();
  if (user_id !== null) demandSight(sight, user_id);
  else if (sight !== 'everybody')
    throw new HubError('not_in_cohort', 'What several people share is explained to who sees everybody: ask an admin.', {
      pointer: '/key',
    });
}

async function answerOf(
  sources: ExplainSources,
  asked: AskedKey,
  { cursor, limit = 50 }: AggregateExplanationQuery,
): Promise<Omit<AggregateExplanation, 'freshness'>> {
  const end = readPageEnd(cursor);
  const explained = await explainKey(sources, asked, { order: 'oldest', from: end?.at ?? null, limit });
  const { total, types, items, around, more, time_passed } = explained;
  const { held, revision } = asked.found;
  const reason = await mismatchOf(sources.sql, asked, explained, end);
  const last = items.at(-1);
  return {
    processor: asked.processor,
    revision,
    key: asked.key,
    window: asked.window,
    value: held?.view ?? held?.state ?? null,
    shows: held?.view == null ? 'state' : 'view',
    amount: total.amount,
    events: total.events,
    by_type: mostFirst(types),
    ...around,
    items: [...items],
    time_passed: more ? null : time_passed,
    next_cursor: more && last !== undefined ? pageEndOf(last, around.after) : null,
    adds_up: reason === null,
    reason,
    not_counted: notCounted(explained),
  };
}

/** Why the page and the value do not fit each other; null when they do. */
async function mismatchOf(
  sql: Sql,
  asked: AskedKey,
  { same, around }: ExplainedKey,
  end: PageEnd | undefined,
): Promise<(typeof mismatchReasons)[number] | null> {
  if (same) return goesOn(end, around.before) ? null : 'pages_moved';
  const now = await askKey(sql, asked);
  const { lag_events } = await freshnessOfKey(sql, await readProgress(sql), asked);
  const moved = now.found.held?.up_to !== asked.found.held?.up_to || now.found.revision !== asked.found.revision;
  return moved || lag_events > 0 ? 'recorded_meanwhile' : 'differs';
}

function mostFirst(types: readonly TypeTotal[]): AggregateExplanation['by_type'] {
  const given = ({ contribution }: TypeTotal): number => contribution ?? 0;
  return types.toSorted((a, b) => given(b) - given(a) || b.events - a.events || (a.event_type < b.event_type ? -1 : 1));
}
