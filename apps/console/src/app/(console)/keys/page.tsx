import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import type { ReactNode } from 'react';
import { keySearchOf, loadKeyFilters } from '../../../features/keys/key-filters.ts';
import { KeysPage } from '../../../features/keys/keys-page.tsx';
import { hub, serverQueryClient, settled } from '../../../trpc/hub-client.ts';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('keys');
  return { title: t('title') };
}

export default async function Keys({
  searchParams,
}: {
  readonly searchParams: Promise<SearchParams>;
}): Promise<ReactNode> {
  const parameters = await searchParams;
  const queryClient = serverQueryClient();
  const { peek } = parameters;
  await settled([
    queryClient.prefetchInfiniteQuery(
      hub().keys.list.infiniteQueryOptions(keySearchOf(loadKeyFilters(parameters)), {
        getNextPageParam: (page) => page.next_cursor,
      }),
    ),
    ...(typeof peek === 'string' ? [queryClient.prefetchQuery(hub().keys.get.queryOptions({ key_id: peek }))] : []),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <KeysPage />
    </HydrationBoundary>
  );
}
