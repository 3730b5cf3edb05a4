import type { SearchParams } from 'nuqs/server';
import type { ReactNode } from 'react';
import { anchorOf, eventSearchOf, loadEventsFilters } from '../../../features/events/events-filters.ts';
import { EventsPage } from '../../../features/events/events-page.tsx';
import { pageTitle } from '../../../i18n/page-title.ts';
import { hub, serverQueryClient } from '../../../trpc/hub-client.ts';
import { Prefetched } from '../../../trpc/prefetched.tsx';

export const generateMetadata = pageTitle('events');

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
  return (
    <Prefetched
      queries={[
        queryClient.prefetchQuery(hub().events.types.queryOptions()),
        queryClient.prefetchInfiniteQuery(
          hub().events.rows.infiniteQueryOptions(eventSearchOf(filters, anchorMs), {
            getNextPageParam: (page) => page.next_cursor,
          }),
        ),
        ...(typeof peek === 'string'
          ? [queryClient.prefetchQuery(hub().events.get.queryOptions({ event_id: peek }))]
          : []),
      ]}
    >
      <EventsPage anchorMs={anchorMs} />
    </Prefetched>
  );
}
