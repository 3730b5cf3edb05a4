import type { SearchParams } from 'nuqs/server';
import type { ReactNode } from 'react';
import { AnomaliesPage } from '../../../features/anomalies/anomalies-page.tsx';
import { caseSearchOf, loadCaseFilters } from '../../../features/anomalies/case-filters.ts';
import { pageTitle } from '../../../i18n/page-title.ts';
import { hub, serverQueryClient } from '../../../trpc/hub-client.ts';
import { Prefetched } from '../../../trpc/prefetched.tsx';

export const generateMetadata = pageTitle('anomalies');

export default async function Anomalies({
  searchParams,
}: {
  readonly searchParams: Promise<SearchParams>;
}): Promise<ReactNode> {
  const parameters = await searchParams;
  const queryClient = serverQueryClient();
  const { peek } = parameters;
  return (
    <Prefetched
      queries={[
        queryClient.prefetchInfiniteQuery(
          hub().anomalies.list.infiniteQueryOptions(caseSearchOf(loadCaseFilters(parameters)), {
            getNextPageParam: (page) => page.next_cursor,
          }),
        ),
        ...(typeof peek === 'string'
          ? [
              queryClient.prefetchQuery(hub().anomalies.get.queryOptions({ case_id: peek })),
              queryClient.prefetchQuery(hub().events.types.queryOptions()),
            ]
          : []),
      ]}
    >
      <AnomaliesPage />
    </Prefetched>
  );
}
