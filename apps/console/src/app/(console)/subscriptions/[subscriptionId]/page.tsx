import type { SearchParams } from 'nuqs/server';
import type { ReactNode } from 'react';
import { deliverySearchOf } from '../../../../features/deliveries/delivery-search.ts';
import { loadSubscriptionAddress } from '../../../../features/subscriptions/subscription-address.ts';
import { SubscriptionPage } from '../../../../features/subscriptions/subscription-page.tsx';
import { pageTitle } from '../../../../i18n/page-title.ts';
import { hub, serverQueryClient } from '../../../../trpc/hub-client.ts';
import { Prefetched } from '../../../../trpc/prefetched.tsx';

export const generateMetadata = pageTitle('subscriptions');

export default async function Subscription({
  params,
  searchParams,
}: {
  readonly params: Promise<{ readonly subscriptionId: string }>;
  readonly searchParams: Promise<SearchParams>;
}): Promise<ReactNode> {
  const [{ subscriptionId }, parameters] = await Promise.all([params, searchParams]);
  const wanted = { subscription_id: decodeURIComponent(subscriptionId) };
  const address = loadSubscriptionAddress(parameters);
  const queryClient = serverQueryClient();
  return (
    <Prefetched
      queries={[
        queryClient.prefetchQuery(hub().subscriptions.get.queryOptions(wanted)),
        ...(address.tab === 'deliveries'
          ? [
              queryClient.prefetchInfiniteQuery(
                hub().deliveries.search.infiniteQueryOptions(deliverySearchOf(wanted.subscription_id, address), {
                  getNextPageParam: (page) => page.next_cursor,
                }),
              ),
            ]
          : []),
        ...(address.tab === 'dead'
          ? [queryClient.prefetchQuery(hub().deliveries.deadLetters.queryOptions(wanted))]
          : []),
      ]}
    >
      <SubscriptionPage subscriptionId={wanted.subscription_id} />
    </Prefetched>
  );
}
