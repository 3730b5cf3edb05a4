import type { SearchParams } from 'nuqs/server';
import type { ReactNode } from 'react';
import { keySearchOf, loadKeyFilters } from '../../../features/keys/key-filters.ts';
import { KeysPage } from '../../../features/keys/keys-page.tsx';
import { pageTitle } from '../../../i18n/page-title.ts';
import { hub, serverQueryClient } from '../../../trpc/hub-client.ts';
import { Prefetched } from '../../../trpc/prefetched.tsx';

export const generateMetadata = pageTitle('keys');

export default async function Keys({
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
          hub().keys.list.infiniteQueryOptions(keySearchOf(loadKeyFilters(parameters)), {
            getNextPageParam: (page) => page.next_cursor,
          }),
        ),
        ...(typeof peek === 'string' ? [queryClient.prefetchQuery(hub().keys.get.queryOptions({ key_id: peek }))] : []),
      ]}
    >
      <KeysPage />
    </Prefetched>
  );
}
