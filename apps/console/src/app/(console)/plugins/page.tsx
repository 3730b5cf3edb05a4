import type { ReactNode } from 'react';
import { PluginsPage } from '../../../features/plugins/plugins-page.tsx';
import { pageTitle } from '../../../i18n/page-title.ts';
import { hub, serverQueryClient } from '../../../trpc/hub-client.ts';
import { Prefetched } from '../../../trpc/prefetched.tsx';

export const generateMetadata = pageTitle('plugins');

export default async function Plugins(): Promise<ReactNode> {
  const queryClient = serverQueryClient();
  return (
    <Prefetched
      queries={[
        queryClient.prefetchQuery(hub().plugins.list.queryOptions()),
        queryClient.prefetchQuery(hub().subscriptions.sinks.queryOptions()),
      ]}
    >
      <PluginsPage />
    </Prefetched>
  );
}
