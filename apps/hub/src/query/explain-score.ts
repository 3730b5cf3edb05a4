import type { ScoreExplanation, ScoreExplanationQuery } from '@activity-hub/contracts/activity/explanation';
import { HubError } from '@activity-hub/contracts/errors';
import type { RecordedEvent } from '@activity-hub/contracts/event';
import { laneOf } from '@activity-hub/contracts/lane';
import type { Window } from '@activity-hub/contracts/plugin/aggregator';
import { daysOfWindow } from '@activity-hub/contracts/plugin/days-of-window';
import type { EventContribution } from '@activity-hub/contracts/plugin/explain-group';
import { listCorrected } from '@activity-hub/db/corrections/list-corrected';
import { readStreamHistory } from '@activity-hub/db/key-history/read-stream-history';
import { getLiveRevision } from '@activity-hub/db/plugins/get-live-revision';
import type { Sql } from '@activity-hub/db/postgres/client';
import { readProgress } from '@activity-hub/db/queries/read-progress';
import type { ExplainProcess } from '../explain/explain-process.ts';
import { checkpointsOf, freshnessOfProcessor } from './freshness-of.ts';
import { processors } from './query-sources.ts';
import { readScorePoints, roundScore } from './score-windows.ts';

const pageEvents = 2_000;
/** A window of more events than that is not explained event by event. */
const maxEvents = 20_000;
const maxCorrected = 50;
/** The state may move on while its events are read. */
const attempts = 3;

const isWindowStart = /^\d{4}-\d{2}-\d{2}(T\d{2}[+-]\d{2}:\d{2})?$/;

export interface ExplainSources {
  readonly sql: Sql;
  readonly explainer: Pick<ExplainProcess, 'ask'>;
}

/** Which events made a score: the fold of the live revision again, over the events it has seen, in a process of its own. */
export async function explainScore(sources: ExplainSources, query: ScoreExplanationQuery): Promise<ScoreExplanation> {
  const { user_id, period = 'daily', start } = query;
  if (!isWindowStart.test(start) || Number.isNaN(Date.parse(start.slice(0, 10)))) {
    const detail = 'Give the start of a window as the score shows it: a day, or an hour with its offset.';
    throw new HubError('invalid_query', detail, { pointer: '/start' });
  }
  const window: Window = { kind: period, start };
  for (let attempt = 1; ; attempt++) {
    const found = await explainOnce(sources, user_id, window);
    if (found.adds_up || attempt === attempts) return pageOf({ ...found, user_id, period, start }, query);
  }
}

type Explained = Omit<ScoreExplanation, 'items' | 'next_cursor' | 'user_id' | 'period' | 'start'> & {
  readonly contributions: readonly EventContribution[];
};

async function explainOnce({ sql, explainer }: ExplainSources, userId: string, window: Window): Promise<Explained> {
  const live = await getLiveRevision(sql, processors.score);
  if (live === undefined) throw new HubError('not_found', 'The activity score has no revision yet.');
  const progress = await readProgress(sql);
  const lane = laneOf({ user_id: userId, event_id: '' });
  const checkpoint = checkpointsOf(progress, processors.score).find((row) => row.lane === lane);
  const day = window.start.slice(0, 10);
  const range = { user_id: userId, period: window.kind as ScoreExplanation['period'], from: day, to: day };
  const points = await readScorePoints(sql, progress, { ...range, limit: 100 });
  const days = daysOfWindow(window) ?? [day, day];
  const events = await readEvents(sql, { user_id: userId, lane, upTo: checkpoint?.offset ?? 0, days });
  const answer = await explainer.ask({
    plugin_id: processors.score,
    version: live.plugin_version,
    config: live.config,
    key: userId,
    window,
    events,
  });
  if (answer.contributions === null) throw new HubError('not_found', `Revision ${live.revision} cannot be explained.`);
  const { contributions } = answer;
  const score = points.find((point) => point.start === window.start)?.score ?? 0;
  const explained = roundScore(contributions.reduce((sum, { contribution }) => sum + contribution, 0));
  return {
    revision: live.revision,
    score,
    explained,
    adds_up: score === explained,
    events: contributions.length,
    by_type: byType(contributions),
    contributions,
    not_counted: [...(await listCorrected(sql, { user_id: userId, days, limit: maxCorrected }))],
    freshness: freshnessOfProcessor(progress, processors.score, lane),
  };
}

async function readEvents(
  sql: Sql,
  stream: { user_id: string; lane: number; upTo: number; days: readonly [string, string] },
): Promise<readonly RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for (;;) {
    const page = await readStreamHistory(sql, { ...stream, session_id: null, after: events.at(-1), limit: pageEvents });
    events.push(...page);
    if (page.length < pageEvents) return events;
    if (events.length > maxEvents)
      throw new HubError('range_too_wide', `The window has more than ${maxEvents} events: ask for a shorter one.`, {
        pointer: '/period',
      });
  }
}

function byType(contributions: readonly EventContribution[]): ScoreExplanation['by_type'] {
  const types = new Map<string, ScoreExplanation['by_type'][number]>();
  for (const { event_type, weight, contribution } of contributions) {
    const known = types.get(event_type);
    types.set(event_type, {
      event_type,
      weight,
      events: (known?.events ?? 0) + 1,
      contribution: roundScore((known?.contribution ?? 0) + contribution),
    });
  }
  return [...types.values()].sort((a, b) => b.contribution - a.contribution || (a.event_type < b.event_type ? -1 : 1));
}

/** Newest first; the cursor is the id of the event a page ended with. */
function pageOf(
  { contributions, ...found }: Explained & Pick<ScoreExplanation, 'user_id' | 'period' | 'start'>,
  { cursor, limit = 50 }: ScoreExplanationQuery,
): ScoreExplanation {
  const newest = contributions.toReversed();
  const from = cursor === undefined ? 0 : newest.findIndex(({ event_id }) => event_id === cursor) + 1;
  if (cursor !== undefined && from === 0)
    throw new HubError('invalid_cursor', 'The event the page ended with is not in the window any more.', {
      pointer: '/cursor',
    });
  const items = newest.slice(from, from + limit);
  const next = from + limit < newest.length ? (items.at(-1)?.event_id ?? null) : null;
  return { ...found, items: items.map(({ after, ...item }) => ({ ...item, score_after: after })), next_cursor: next };
}
