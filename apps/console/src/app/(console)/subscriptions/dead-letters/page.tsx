import type { ReactNode } from 'react';
import { DeadLettersPage } from '../../../../features/deliveries/dead-letters-page.tsx';
import { pageTitle } from '../../../../i18n/page-title.ts';
import { hub, serverQueryClient } from '../../../../trpc/hub-client.ts';
import { Prefetched } from '../../../../trpc/prefetched.tsx';

export const generateMetadata = pageTitle('deadLetters');

export default async function DeadLetters(): Promise<ReactNode> {
  const queryClient = serverQueryClient();
  return (
    <Prefetched queries={[queryClient.prefetchQuery(hub().deliveries.deadLetters.queryOptions({}))]}>
      <DeadLettersPage />
    </Prefetched>
  );
}
