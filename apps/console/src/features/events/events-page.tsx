'use client';

import { Inbox } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { createSerializer, parseAsString } from 'nuqs';
import { type ReactNode, useCallback, useMemo } from 'react';
import { FreshnessNote } from '../../components/freshness-note.tsx';
import { PeekRoom } from '../../components/peek-room.tsx';
import { Button } from '../../components/ui/button.tsx';
import { Panel } from '../../components/ui/data-table.tsx';
import { EmptyState } from '../../components/ui/empty-state.tsx';
import { FailedState } from '../../components/ui/failed-state.tsx';
import { NoMatches } from '../../components/ui/no-matches.tsx';
import { PageHeading } from '../../components/ui/page-heading.tsx';
import { RowsSkeleton } from '../../components/ui/skeleton.tsx';
import { useRowPeek } from '../../components/use-row-peek.ts';
import { EventPeek } from './event-peek.tsx';
import { EventsFilterBar } from './events-filter-bar.tsx';
import { eventsFilters, isFiltered, noFilters } from './events-filters.ts';
import { EventsTable } from './events-table.tsx';
import { FirstEvents } from './first-events.tsx';
import { NewEventsButton } from './new-events-button.tsx';
import { useEventRows, useEventsFilters } from './use-event-rows.ts';

const addressOf = createSerializer({ ...eventsFilters, peek: parseAsString });

export function EventsPage({ anchorMs }: { readonly anchorMs: number }): ReactNode {
  const t = useTranslations('events');
  const [filters, changeFilters] = useEventsFilters();
  const { query, rows, unseen, showNewest, firstPage } = useEventRows(filters, anchorMs);
  const ids = useMemo(() => rows.map(({ event_id }) => event_id), [rows]);
  const peek = useRowPeek(ids, query.hasNextPage ? query.fetchNextPage : undefined);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const loadMore = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const hrefOf = useCallback((eventId: string) => addressOf('/events', { ...filters, peek: eventId }), [filters]);

  return (
    <PeekRoom open={peek.id !== null}>
      <PageHeading
        title={t('title')}
        detail={
          firstPage === undefined ? null : (
            <span className="flex flex-wrap items-center gap-x-3">
              <span>
                {query.hasNextPage ? t('loadedMore', { count: rows.length }) : t('loadedAll', { count: rows.length })}
              </span>
              <FreshnessNote freshness={firstPage.freshness} />
            </span>
          )
        }
      >
        <NewEventsButton unseen={unseen} onShow={showNewest} />
      </PageHeading>
      <EventsFilterBar filters={filters} onChange={changeFilters} />
      {firstPage?.notice === undefined || firstPage.notice === null ? null : (
        <p role="note" className="mb-3 rounded-lg border border-warning/40 bg-warning-soft px-3 py-2 text-warning">
          <strong className="font-semibold">{t(`notice.${firstPage.notice.code}`)}</strong> {firstPage.notice.detail}
        </p>
      )}
      <Panel aria-busy={query.isFetching}>
        {query.isPending ? (
          <RowsSkeleton />
        ) : query.isError && rows.length === 0 ? (
          <FailedState error={query.error} onRetry={() => void query.refetch()} busy={query.isFetching} />
        ) : rows.length > 0 ? (
          <>
            <EventsTable
              rows={rows}
              complete={!query.hasNextPage}
              peeked={peek.id}
              hrefOf={hrefOf}
              onPeek={peek.open}
              onNearEnd={loadMore}
              focusRequest={peek.focusRequest}
            />
            <ListEnd query={query} onMore={loadMore} />
          </>
        ) : isFiltered(filters) ? (
          <NoMatches
            title={t('nothingMatches')}
            text={t('nothingMatchesText')}
            clear={t('filter.clear')}
            onClear={() => changeFilters(noFilters)}
          >
            {filters.range === null && filters.from === null && filters.to === null ? null : (
              <Button onClick={() => changeFilters({ range: null, from: null, to: null })}>{t('widen')}</Button>
            )}
          </NoMatches>
        ) : (
          <EmptyState icon={Inbox} title={t('nothingYet')} text={t('nothingYetText')}>
            <FirstEvents onLoaded={showNewest} />
          </EmptyState>
        )}
      </Panel>
      {peek.id === null ? null : <EventPeek eventId={peek.id} {...peek.walk} />}
    </PeekRoom>
  );
}

function ListEnd({
  query,
  onMore,
}: {
  readonly query: ReturnType<typeof useEventRows>['query'];
  readonly onMore: () => void;
}): ReactNode {
  const t = useTranslations('events');
  if (query.isFetchNextPageError)
    return <FailedState error={query.error} onRetry={onMore} busy={query.isFetchingNextPage} />;
  return (
    <div data-no-print className="flex min-h-11 items-center justify-center px-3 text-ink-faint text-xs">
      {query.hasNextPage ? (
        <Button tone="quiet" onClick={onMore} disabled={query.isFetchingNextPage}>
          {query.isFetchingNextPage ? t('loadingMore') : t('loadMore')}
        </Button>
      ) : (
        t('end')
      )}
    </div>
  );
}
