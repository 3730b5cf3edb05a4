import type { SearchParams } from 'nuqs/server';
import type { ReactNode } from 'react';
import { auditSearchOf, loadAuditFilters } from '../../../features/audit/audit-filters.ts';
import { AuditPage } from '../../../features/audit/audit-page.tsx';
import { pageTitle } from '../../../i18n/page-title.ts';
import { hub, serverQueryClient } from '../../../trpc/hub-client.ts';
import { Prefetched } from '../../../trpc/prefetched.tsx';

export const generateMetadata = pageTitle('audit');

export default async function Audit({
  searchParams,
}: {
  readonly searchParams: Promise<SearchParams>;
}): Promise<ReactNode> {
  const filters = loadAuditFilters(await searchParams);
  const queryClient = serverQueryClient();
  return (
    <Prefetched
      queries={[
        queryClient.prefetchInfiniteQuery(
          hub().audit.list.infiniteQueryOptions(auditSearchOf(filters), {
            getNextPageParam: (page) => page.next_cursor,
          }),
        ),
      ]}
    >
      <AuditPage />
    </Prefetched>
  );
}
