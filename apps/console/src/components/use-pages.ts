import type { InfiniteData } from '@tanstack/react-query';
import { useMemo } from 'react';

/** The loaded pages as one run of rows, and the way to the next page as long as there is one. */
export function usePages<Row>(query: {
  readonly data: InfiniteData<{ readonly items: readonly Row[] }> | undefined;
  readonly hasNextPage: boolean;
  readonly fetchNextPage: () => Promise<unknown>;
}): { readonly rows: readonly Row[]; readonly loadNextPage: (() => Promise<unknown>) | undefined } {
  const { data, hasNextPage, fetchNextPage } = query;
  const rows = useMemo(() => data?.pages.flatMap((page) => page.items) ?? [], [data]);
  return { rows, loadNextPage: hasNextPage ? fetchNextPage : undefined };
}
