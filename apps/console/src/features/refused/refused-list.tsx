'use client';

import type { RefusedRow } from '@activity-hub/contracts/activity/refused-event';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { createSerializer, parseAsString } from 'nuqs';
import type { ReactNode } from 'react';
import { ListPanel } from '../../components/list-panel.tsx';
import { usePages } from '../../components/use-pages.ts';
import { usePeekList } from '../../components/use-peek-list.ts';
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

function idOf(refused: RefusedRow): string {
  return refused.refused_id;
}

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
  const list = usePeekList({
    ...usePages(query),
    idOf,
    hrefOf: (id) => addressOf('/refused', { ...filters, peek: id }),
  });
  const { rows } = list.table;
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
      <ListPanel
        ref={list.panel}
        query={query}
        count={rows.length}
        skeletonRows={8}
        empty={
          <NothingRefused
            filtered={isFiltered(filters) || filters.group !== null}
            onClear={() => onChange({ ...noFilters, group: null })}
          />
        }
      >
        <RefusedTable {...list.table} />
      </ListPanel>
      {list.peekId === null ? null : <RefusedPeek key={list.peekId} refusedId={list.peekId} {...list.walk} />}
    </>
  );
}
