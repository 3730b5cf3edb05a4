import type { ReactNode } from 'react';
import { PeoplePage } from '../../../features/people/people-page.tsx';
import { pageTitle } from '../../../i18n/page-title.ts';
import { hub, serverQueryClient } from '../../../trpc/hub-client.ts';
import { Prefetched } from '../../../trpc/prefetched.tsx';

export const generateMetadata = pageTitle('people');

export default async function People(): Promise<ReactNode> {
  const queryClient = serverQueryClient();
  return (
    <Prefetched queries={[queryClient.prefetchQuery(hub().people.list.queryOptions())]}>
      <PeoplePage />
    </Prefetched>
  );
}
