import type { SearchParams } from 'nuqs/server';
import type { ReactNode } from 'react';
import { loadSubscriptionFilters, subscriptionSearchOf } from '../../../features/subscriptions/subscription-filters.ts';
import { SubscriptionsPage } from '../../../features/subscriptions/subscriptions-page.tsx';
import { pageTitle } from '../../../i18n/page-title.ts';
import { hub, serverQueryClient } from '../../../trpc/hub-client.ts';
import { Prefetched } from '../../../trpc/prefetched.tsx';

export const generateMetadata = pageTitle('subscriptions');

export default async function Subscriptions({
  searchParams,
}: {
  readonly searchParams: Promise<SearchParams>;
}): Promise<ReactNode> {
  const search = subscriptionSearchOf(loadSubscriptionFilters(await searchParams));
  const queryClient = serverQueryClient();
  return (
    <Prefetched
      queries={[
        queryClient.prefetchInfiniteQuery(
          hub().subscriptions.list.infiniteQueryOptions(search, { getNextPageParam: (page) => page.next_cursor }),
        ),
      ]}
    >
      <SubscriptionsPage />
    </Prefetched>
  );
}
