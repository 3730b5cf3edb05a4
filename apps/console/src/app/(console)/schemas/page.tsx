import type { ReactNode } from 'react';
import { SchemasPage } from '../../../features/schemas/schemas-page.tsx';
import { pageTitle } from '../../../i18n/page-title.ts';
import { hub, serverQueryClient } from '../../../trpc/hub-client.ts';
import { Prefetched } from '../../../trpc/prefetched.tsx';

export const generateMetadata = pageTitle('schemas');

export default async function Schemas(): Promise<ReactNode> {
  const queryClient = serverQueryClient();
  return (
    <Prefetched queries={[queryClient.prefetchQuery(hub().schemas.list.queryOptions())]}>
      <SchemasPage />
    </Prefetched>
  );
}
