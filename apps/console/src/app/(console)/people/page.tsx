import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { PeoplePage } from '../../../features/people/people-page.tsx';
import { hub, serverQueryClient, settled } from '../../../trpc/hub-client.ts';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('people');
  return { title: t('title') };
}

export default async function People(): Promise<ReactNode> {
  const queryClient = serverQueryClient();
  await settled([queryClient.prefetchQuery(hub().people.list.queryOptions())]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <PeoplePage />
    </HydrationBoundary>
  );
}
