import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import type { ReactNode } from 'react';
import { anchorOf, eventSearchOf, loadEventsFilters } from '../../../features/events/events-filters.ts';
import { EventsPage } from '../../../features/events/events-page.tsx';
import { hub, serverQueryClient, settled } from '../../../trpc/hub-client.ts';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('events');
  return { title: t('title') };
}

export default async function Events({
  searchParams,
}: {
  readonly searchParams: Promise<SearchParams>;
}): Promise<ReactNode> {
  const parameters = await searchParams;
  const filters = loadEventsFilters(parameters);
  const anchorMs = anchorOf(Date.now());
  const queryClient = serverQueryClient();
  const { peek } = parameters;
  await settled([
    queryClient.prefetchQuery(hub().events.types.queryOptions()),
    queryClient.prefetchInfiniteQuery(
      hub().events.rows.infiniteQueryOptions(eventSearchOf(filters, anchorMs), {
        getNextPageParam: (page) => page.next_cursor,
      }),
    ),
    ...(typeof peek === 'string' ? [queryClient.prefetchQuery(hub().events.get.queryOptions({ event_id: peek }))] : []),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <EventsPage anchorMs={anchorMs} />
    </HydrationBoundary>
  );
}
