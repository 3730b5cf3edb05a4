import type { EventPage } from '@activity-hub/contracts/activity/event-search';
import type { Freshness } from '@activity-hub/contracts/activity/freshness';
import { HubError } from '@activity-hub/contracts/errors';
import type { RecordedEventRow } from '@activity-hub/db/event-store/recorded-event-row';
import { type EventFilter, isIndexed } from '@activity-hub/db/queries/event-filter';
import { type ExactInstant, earlierBy, exactInstant, toWire } from '@activity-hub/db/queries/exact-instant';
import { pageOf } from '@activity-hub/db/queries/keyset';
import { readLogProgress, readProgress } from '@activity-hub/db/queries/read-progress';

import { newestOccurrence, scanEvents } from '@activity-hub/db/queries/scan-events';
import { searchEvents } from '@activity-hub/db/queries/search-events';
import { searchProjectedEvents } from '@activity-hub/db/queries/search-projected-events';
import { freshnessOfLog, freshnessOfProcessor } from './freshness-of.ts';
import { processors, type QuerySources } from './query-sources.ts';

export interface SearchAnswer extends Omit<EventPage, 'items'> {
  readonly rows: readonly RecordedEventRow[];
}

type Sources = Pick<QuerySources, 'sql' | 'clickhouse'>;

/** What a search without the analytics store reads at most: about a day of a busy hub in under a second. */
const scanMs = 24 * 60 * 60 * 1000;

/**
 * Finds events: from the indexes of PostgreSQL where they are enough, else from the analytics store,
 * else, while that is away, from a bounded scan that says so. Freshness is read first, so that the page
 * holds at least what it promises.
 */
export async function answerSearch(sources: Sources, filter: EventFilter): Promise<SearchAnswer> {
  if (isIndexed(filter)) return fromIndexes(sources, filter);
  try {
    const progress = await readProgress(sources.sql);
    const rows = await searchProjectedEvents(sources.clickhouse, filter);
    return answer(rows, filter, 'clickhouse', freshnessOfProcessor(progress, processors.projection), null);
  } catch (error) {
    if (error instanceof HubError && error.code === 'analytics_unavailable') return fromScan(sources, filter);
    throw error;
  }
}

async function fromIndexes({ sql }: Sources, filter: EventFilter): Promise<SearchAnswer> {
  const progress = await readLogProgress(sql);
  return answer(await searchEvents(sql, filter), filter, 'postgres', freshnessOfLog(progress), null);
}

async function fromScan({ sql }: Sources, filter: EventFilter): Promise<SearchAnswer> {
  const freshness = freshnessOfLog(await readLogProgress(sql));
  const newest = await newestOccurrence(sql, filter);
  if (newest === undefined) return answer([], filter, 'postgres', freshness, null);
  const bound = earlierBy(newest, scanMs);
  const from = filter.from !== undefined && filter.from >= bound ? filter.from : bound;
  const rows = await scanEvents(sql, { ...filter, from });
  return answer(rows, filter, 'postgres', freshness, from === filter.from ? null : boundedNotice(from));
}

function boundedNotice(from: ExactInstant): EventPage['notice'] {
  return {
    code: 'bounded_scan',
    detail: `The analytics store cannot be reached: this searched only 24 hours of the log, from ${toWire(from)} on. Set "to" to search an earlier day.`,
  };
}

function answer(
  found: readonly RecordedEventRow[],
  filter: EventFilter,
  servedBy: SearchAnswer['served_by'],
  freshness: Freshness,
  notice: SearchAnswer['notice'],
): SearchAnswer {
  const { rows, next } = pageOf(found, filter.limit, (row) => ({
    at: exactInstant(row.occurred_at),
    id: row.event_id,
  }));
  return { rows, next_cursor: next, served_by: servedBy, notice, freshness };
}
