import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import type { ReactNode } from 'react';
import { CohortPage } from '../../../../features/cohorts/cohort-page.tsx';
import { memberSearchOf } from '../../../../features/cohorts/member-search.ts';
import { hub, serverQueryClient, settled } from '../../../../trpc/hub-client.ts';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('cohorts');
  return { title: t('title') };
}

export default async function Cohort({
  params,
  searchParams,
}: {
  readonly params: Promise<{ readonly cohortId: string }>;
  readonly searchParams: Promise<SearchParams>;
}): Promise<ReactNode> {
  const [{ cohortId }, { q }] = await Promise.all([params, searchParams]);
  const queryClient = serverQueryClient();
  await settled([
    queryClient.prefetchQuery(hub().cohorts.list.queryOptions()),
    queryClient.prefetchInfiniteQuery(
      hub().participants.list.infiniteQueryOptions(memberSearchOf(cohortId, typeof q === 'string' ? q : null), {
        getNextPageParam: (page) => page.next_cursor,
      }),
    ),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <CohortPage cohortId={cohortId} />
    </HydrationBoundary>
  );
}
