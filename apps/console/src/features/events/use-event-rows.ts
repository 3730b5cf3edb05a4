'use client';

import type { EventRow } from '@activity-hub/contracts/activity/event-search';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { anchorOf, type EventsFilters, eventSearchOf, eventsFilters } from './events-filters.ts';

/** How often the newest page is looked at while the tab is visible. */
const newestEveryMs = 5_000;

export function useEventsFilters(): readonly [EventsFilters, (change: Partial<EventsFilters>) => void] {
  const [filters, setFilters] = useQueryStates(eventsFilters, { history: 'push', shallow: true });
  const change = useCallback((next: Partial<EventsFilters>) => void setFilters(next), [setFilters]);
  return [filters, change];
}

/** The rows of the filtered set, page by page, newest first. */
export function useEventRows(filters: EventsFilters, initialAnchorMs: number) {
  const hub = useHub();
  const queryClient = useQueryClient();
  const filterKey = JSON.stringify(filters);
  const [anchor, setAnchor] = useState({ filterKey, ms: initialAnchorMs });
  // Another filter starts from the present; the anchor of the first one comes from the server.
  if (anchor.filterKey !== filterKey) setAnchor({ filterKey, ms: anchorOf(Date.now()) });
  const input = useMemo(() => eventSearchOf(filters, anchor.ms), [filters, anchor.ms]);

  const options = hub.events.rows.infiniteQueryOptions(input, { getNextPageParam: (page) => page.next_cursor });
  const query = useInfiniteQuery(options);
  const rows = useMemo<readonly EventRow[]>(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);

  const newest = useNewest(input, query.isSuccess);
  const unseen = useMemo(() => countUnseen(rows, newest), [rows, newest]);
  /** Loads the list anew; rows are never pushed under the reader. */
  const showNewest = useCallback(async () => {
    setAnchor({ filterKey, ms: anchorOf(Date.now()) });
    await queryClient.resetQueries({ queryKey: hub.events.rows.infiniteQueryKey() });
  }, [queryClient, hub, filterKey]);
  return { query, rows, unseen, showNewest, firstPage: query.data?.pages[0] };
}

function useNewest(input: ReturnType<typeof eventSearchOf>, listIsShown: boolean): readonly EventRow[] | undefined {
  const hub = useHub();
  const [armed, setArmed] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setArmed(true), newestEveryMs);
    return () => clearTimeout(timer);
  }, []);
  const { data } = useQuery(
    hub.events.rows.queryOptions(
      { ...input, limit: 50 },
      { enabled: armed && listIsShown, refetchInterval: newestEveryMs, staleTime: 0, retry: false, gcTime: 0 },
    ),
  );
  return data?.items;
}

/** Events of the newest page that the list does not hold. Late ones between loaded rows count too. */
export function countUnseen(
  rows: readonly EventRow[],
  newest: readonly EventRow[] | undefined,
): { readonly count: number; readonly more: boolean } {
  if (newest === undefined) return { count: 0, more: false };
  const loaded = new Set(rows.map(({ event_id }) => event_id));
  const oldest = rows.at(-1)?.timestamp ?? '';
  const count = newest.filter(({ event_id, timestamp }) => timestamp >= oldest && !loaded.has(event_id)).length;
  return { count, more: count > 0 && count === newest.length && newest.length >= 50 };
}
