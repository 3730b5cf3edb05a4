import type { ScorePeriod, UserScore } from '@activity-hub/contracts/activity/user-activity';
import { addDays } from '@activity-hub/contracts/calendar';
import { HubError } from '@activity-hub/contracts/errors';
import type { Sql } from '@activity-hub/db/postgres/client';
import type { LogProgress } from '@activity-hub/db/queries/read-progress';
import { readWindows, type WindowRow } from '@activity-hub/db/queries/read-windows';
import { z } from 'zod';
import { checkpointsOf } from './freshness-of.ts';
import { processors } from './query-sources.ts';

/** What the `activity-score` aggregator shows of a window. */
const scoreView = z.object({ score: z.number(), counts: z.record(z.string(), z.int()) });

export type ScorePoint = UserScore['points'][number];

export interface ScoreRange {
  readonly user_id: string;
  readonly period: ScorePeriod;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly limit: number;
}

/** Weights have at most three decimals; adding them as doubles leaves dust behind. */
export function roundScore(score: number): number {
  return Math.round(score * 1000) / 1000;
}

/** @throws when it is no view of the score. */
export function scoreOfView(view: unknown): number {
  return scoreView.parse(view).score;
}

function pointOf(row: WindowRow): ScorePoint {
  const { score, counts } = scoreView.parse(row.view);
  const events = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return { start: row.window_start, score, events, counts };
}

/** The newest windows of a range of days (both included), oldest first. */
export async function readScorePoints(sql: Sql, progress: LogProgress, range: ScoreRange): Promise<ScorePoint[]> {
  if (range.from !== undefined && range.to !== undefined && range.from > range.to) {
    throw new HubError('invalid_query', '"from" lies after "to": exchange them.', { pointer: '/from' });
  }
  const version = checkpointsOf(progress, processors.score)[0]?.version;
  if (version === undefined) return [];
  const rows = await readWindows(sql, {
    processor: processors.score,
    version,
    key: range.user_id,
    kind: range.period,
    from: range.from,
    // Starts are texts that begin with a day, so the day after bounds the hours of the last day too.
    before: range.to === undefined ? undefined : addDays(range.to, 1),
    limit: range.limit,
  });
  return rows.map(pointOf).reverse();
}
