'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode, Ref } from 'react';
import { Button } from './ui/button.tsx';
import { Panel } from './ui/data-table.tsx';
import { FailedState } from './ui/failed-state.tsx';
import { RowsSkeleton } from './ui/skeleton.tsx';

/** A query of all rows, or of pages of them. */
interface ListQuery {
  readonly isPending: boolean;
  readonly isError: boolean;
  readonly isFetching: boolean;
  readonly error: unknown;
  readonly refetch: () => Promise<unknown>;
  readonly hasNextPage?: boolean;
  readonly isFetchingNextPage?: boolean;
  readonly fetchNextPage?: () => Promise<unknown>;
}

/** A list in each of its states. Rows that are loaded stay when asking again fails. */
export function ListPanel({
  ref,
  query,
  count,
  skeletonRows,
  empty,
  children,
}: {
  readonly ref?: Ref<HTMLDivElement>;
  readonly query: ListQuery;
  readonly count: number;
  readonly skeletonRows?: number;
  readonly empty: ReactNode;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <Panel ref={ref} aria-busy={query.isFetching}>
      {query.isPending ? (
        <RowsSkeleton {...(skeletonRows === undefined ? {} : { rows: skeletonRows })} />
      ) : query.isError && count === 0 ? (
        <FailedState error={query.error} onRetry={() => void query.refetch()} busy={query.isFetching} />
      ) : count === 0 ? (
        empty
      ) : (
        <>
          {children}
          <MoreRows query={query} />
        </>
      )}
    </Panel>
  );
}

function MoreRows({ query }: { readonly query: ListQuery }): ReactNode {
  const t = useTranslations('list');
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  if (hasNextPage !== true || fetchNextPage === undefined) return null;
  return (
    <div className="flex justify-center p-1.5">
      <Button tone="quiet" onClick={() => void fetchNextPage()} disabled={isFetchingNextPage}>
        {t('loadMore')}
      </Button>
    </div>
  );
}
