import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
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
import { hub, serverQueryClient, settled } from '../../../trpc/hub-client.ts';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('refused');
  return { title: t('title') };
}

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
  await settled([
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
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <RefusedPage anchorMs={anchorMs} />
    </HydrationBoundary>
  );
}
