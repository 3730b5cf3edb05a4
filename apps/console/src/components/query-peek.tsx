'use client';

import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { PeekPanel, type PeekWalk } from './peek-panel.tsx';
import { FailedState } from './ui/failed-state.tsx';
import { Skeleton } from './ui/skeleton.tsx';

/** A panel that asks the hub for what it shows. */
export function QueryPeek<Data>({
  label,
  query,
  walk,
  children,
}: {
  readonly label: string;
  readonly query: UseQueryResult<Data, unknown>;
  readonly walk: PeekWalk;
  readonly children: (data: Data) => ReactNode;
}): ReactNode {
  return (
    <PeekPanel label={label} {...walk}>
      {query.isPending ? (
        <div className="grid gap-3">
          <Skeleton className="h-5 w-2/3" />
          <Skeleton className="h-28" />
          <Skeleton className="h-40" />
        </div>
      ) : query.isError ? (
        <FailedState error={query.error} onRetry={() => void query.refetch()} busy={query.isFetching} />
      ) : (
        children(query.data)
      )}
    </PeekPanel>
  );
}
