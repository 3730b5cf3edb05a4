import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import type { ReactNode } from 'react';
import { AnomaliesPage } from '../../../features/anomalies/anomalies-page.tsx';
import { caseSearchOf, loadCaseFilters } from '../../../features/anomalies/case-filters.ts';
import { hub, serverQueryClient, settled } from '../../../trpc/hub-client.ts';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('anomalies');
  return { title: t('title') };
}

export default async function Anomalies({
  searchParams,
}: {
  readonly searchParams: Promise<SearchParams>;
}): Promise<ReactNode> {
  const parameters = await searchParams;
  const queryClient = serverQueryClient();
  const { peek } = parameters;
  await settled([
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
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <AnomaliesPage />
    </HydrationBoundary>
  );
}
