import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import type { ReactNode } from 'react';
import { userListInput } from '../../../features/users/user-list-input.ts';
import { UsersPage } from '../../../features/users/users-page.tsx';
import { hub, serverQueryClient, settled } from '../../../trpc/hub-client.ts';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('users');
  return { title: t('title') };
}

export default async function Users({
  searchParams,
}: {
  readonly searchParams: Promise<SearchParams>;
}): Promise<ReactNode> {
  const { q } = await searchParams;
  const queryClient = serverQueryClient();
  await settled([
    queryClient.prefetchQuery(hub().users.list.queryOptions(userListInput(typeof q === 'string' ? q : null))),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <UsersPage />
    </HydrationBoundary>
  );
}
