import type { SearchParams } from 'nuqs/server';
import type { ReactNode } from 'react';
import { anchorOf } from '../../../features/events/events-filters.ts';
import {
  groupSearchOf,
  isList,
  loadRefusedFilters,
  oneGroupOf,
  refusedSearchOf,
} from '../../../features/refused/refused-filters.ts';
import { RefusedPage } from '../../../features/refused/refused-page.tsx';
import { pageTitle } from '../../../i18n/page-title.ts';
import { hub, serverQueryClient } from '../../../trpc/hub-client.ts';
import { Prefetched } from '../../../trpc/prefetched.tsx';

export const generateMetadata = pageTitle('refused');

export default async function Refused({
  searchParams,
}: {
  readonly searchParams: Promise<SearchParams>;
}): Promise<ReactNode> {
  const parameters = await searchParams;
  const filters = loadRefusedFilters(parameters);
  const anchorMs = anchorOf(Date.now());
  const queryClient = serverQueryClient();
  const { peek } = parameters;
  return (
    <Prefetched
      queries={[
        ...(isList(filters)
          ? [
              queryClient.prefetchInfiniteQuery(
                hub().refused.search.infiniteQueryOptions(refusedSearchOf(filters, anchorMs), {
                  getNextPageParam: (page) => page.next_cursor,
                }),
              ),
            ]
          : [
              queryClient.prefetchQuery(hub().refused.groups.queryOptions(groupSearchOf(filters, anchorMs))),
              queryClient.prefetchQuery(hub().refused.runs.queryOptions()),
            ]),
        ...(filters.group === null
          ? []
          : [queryClient.prefetchQuery(hub().refused.groups.queryOptions(oneGroupOf(filters.group)))]),
        ...(typeof peek === 'string'
          ? [queryClient.prefetchQuery(hub().refused.get.queryOptions({ refused_id: peek }))]
          : []),
      ]}
    >
      <RefusedPage anchorMs={anchorMs} />
    </Prefetched>
  );
}
