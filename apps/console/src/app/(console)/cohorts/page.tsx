import type { ReactNode } from 'react';
import { CohortsPage } from '../../../features/cohorts/cohorts-page.tsx';
import { pageTitle } from '../../../i18n/page-title.ts';
import { hub, serverQueryClient } from '../../../trpc/hub-client.ts';
import { Prefetched } from '../../../trpc/prefetched.tsx';

export const generateMetadata = pageTitle('cohorts');

export default async function Cohorts(): Promise<ReactNode> {
  const queryClient = serverQueryClient();
  return (
    <Prefetched queries={[queryClient.prefetchQuery(hub().cohorts.list.queryOptions())]}>
      <CohortsPage />
    </Prefetched>
  );
}
