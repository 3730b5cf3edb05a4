import type { ReactNode } from 'react';
import { SourcesPage } from '../../../features/sources/sources-page.tsx';
import { pageTitle } from '../../../i18n/page-title.ts';
import { hub, serverQueryClient } from '../../../trpc/hub-client.ts';
import { Prefetched } from '../../../trpc/prefetched.tsx';

export const generateMetadata = pageTitle('sources');

export default async function Sources(): Promise<ReactNode> {
  const queryClient = serverQueryClient();
  return (
    <Prefetched queries={[queryClient.prefetchQuery(hub().sources.list.queryOptions())]}>
      <SourcesPage />
    </Prefetched>
  );
}
