import type { ReactNode } from 'react';
import { SubscriptionsPage } from '../../../features/subscriptions/subscriptions-page.tsx';
import { pageTitle } from '../../../i18n/page-title.ts';
import { hub, serverQueryClient } from '../../../trpc/hub-client.ts';
import { Prefetched } from '../../../trpc/prefetched.tsx';

export const generateMetadata = pageTitle('subscriptions');

export default async function Subscriptions(): Promise<ReactNode> {
  const queryClient = serverQueryClient();
  return (
    <Prefetched queries={[queryClient.prefetchQuery(hub().subscriptions.list.queryOptions())]}>
      <SubscriptionsPage />
    </Prefetched>
  );
}
