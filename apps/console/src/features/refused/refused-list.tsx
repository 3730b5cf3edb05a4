'use client';

import type { RefusedRow } from '@activity-hub/contracts/activity/refused-event';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { createSerializer, parseAsString } from 'nuqs';
import { type ReactNode, useCallback, useEffect, useMemo, useRef } from 'react';
import { Button } from '../../components/ui/button.tsx';
import { Panel } from '../../components/ui/data-table.tsx';
import { FailedState } from '../../components/ui/failed-state.tsx';
import { RowsSkeleton } from '../../components/ui/skeleton.tsx';
import { useRowPeek } from '../../components/use-row-peek.ts';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { ManyActions } from './many-actions.tsx';
import { NothingRefused } from './nothing-refused.tsx';
import {
  isFiltered,
  noFilters,
  type RefusedFilters,
  refusedFilterOf,
  refusedFilters,
  refusedSearchOf,
} from './refused-filters.ts';
import { RefusedGroupHeader } from './refused-group-header.tsx';
import { RefusedPeek } from './refused-peek.tsx';
import { RefusedTable } from './refused-table.tsx';

const addressOf = createSerializer({ ...refusedFilters, peek: parseAsString });

export function RefusedList({
  filters,
  anchorMs,
  onChange,
  onRun,
}: {
  readonly filters: RefusedFilters;
  readonly anchorMs: number;
  readonly onChange: (change: Partial<RefusedFilters>) => void;
  readonly onRun: (runId: string) => void;
}): ReactNode {
  const t = useTranslations('refused');
  const hub = useHub();
  const query = useInfiniteQuery(
    hub.refused.search.infiniteQueryOptions(refusedSearchOf(filters, anchorMs), {
      getNextPageParam: (page) => page.next_cursor,
    }),
  );
  const rows = useMemo<readonly RefusedRow[]>(
    () => query.data?.pages.flatMap((page) => page.items) ?? [],
    [query.data],
  );
  const ids = useMemo(() => rows.map(({ refused_id }) => refused_id), [rows]);
  const peek = useRowPeek(ids, query.hasNextPage ? query.fetchNextPage : undefined);
  const table = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const id = peek.focusRequest === null ? undefined : ids[peek.focusRequest.index];
    if (id !== undefined) table.current?.querySelector<HTMLElement>(`[data-row="${id}"]`)?.focus();
  }, [peek.focusRequest, ids]);
  const hrefOf = useCallback((id: string) => addressOf('/refused', { ...filters, peek: id }), [filters]);
  const filter = refusedFilterOf(filters, anchorMs);
  return (
    <>
      {filters.group === null ? null : (
        <RefusedGroupHeader groupId={filters.group} onLeave={() => onChange({ group: null, view: null })} />
      )}
      <div className="mb-2 flex min-h-8 flex-wrap items-center justify-between gap-2">
        <p className="text-ink-faint text-xs">{rows.length === 0 ? null : t('shown', { count: rows.length })}</p>
        {filters.state === null && rows.length > 0 ? (
          <ManyActions filter={filter} groupId={filters.group} onRun={onRun} />
        ) : null}
      </div>
      <Panel ref={table} aria-busy={query.isFetching}>
        {query.isPending ? (
          <RowsSkeleton rows={8} />
        ) : query.isError && rows.length === 0 ? (
          <FailedState error={query.error} onRetry={() => void query.refetch()} busy={query.isFetching} />
        ) : rows.length === 0 ? (
          <NothingRefused
            filtered={isFiltered(filters) || filters.group !== null}
            onClear={() => onChange({ ...noFilters, group: null })}
          />
        ) : (
          <>
            <RefusedTable rows={rows} peeked={peek.id} hrefOf={hrefOf} onPeek={peek.open} />
            {query.hasNextPage ? (
              <div className="flex justify-center p-1.5">
                <Button tone="quiet" onClick={() => void query.fetchNextPage()} disabled={query.isFetchingNextPage}>
                  {t('loadMore')}
                </Button>
              </div>
            ) : null}
          </>
        )}
      </Panel>
      {peek.id === null ? null : (
        <RefusedPeek
          key={peek.id}
          refusedId={peek.id}
          onClose={peek.close}
          onNext={peek.next}
          onPrevious={peek.previous}
        />
      )}
    </>
  );
}
