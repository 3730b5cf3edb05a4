import type { SearchParams } from 'nuqs/server';
import type { ReactNode } from 'react';
import { CohortPage } from '../../../../features/cohorts/cohort-page.tsx';
import { memberSearchOf } from '../../../../features/cohorts/member-search.ts';
import { pageTitle } from '../../../../i18n/page-title.ts';
import { hub, serverQueryClient } from '../../../../trpc/hub-client.ts';
import { Prefetched } from '../../../../trpc/prefetched.tsx';

export const generateMetadata = pageTitle('cohorts');

export default async function Cohort({
  params,
  searchParams,
}: {
  readonly params: Promise<{ readonly cohortId: string }>;
  readonly searchParams: Promise<SearchParams>;
}): Promise<ReactNode> {
  const [{ cohortId }, { q }] = await Promise.all([params, searchParams]);
  const queryClient = serverQueryClient();
  return (
    <Prefetched
      queries={[
        queryClient.prefetchQuery(hub().cohorts.list.queryOptions()),
        queryClient.prefetchInfiniteQuery(
          hub().participants.list.infiniteQueryOptions(memberSearchOf(cohortId, typeof q === 'string' ? q : null), {
            getNextPageParam: (page) => page.next_cursor,
          }),
        ),
      ]}
    >
      <CohortPage cohortId={cohortId} />
    </Prefetched>
  );
}
