import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { SourcesPage } from '../../../features/sources/sources-page.tsx';
import { hub, serverQueryClient, settled } from '../../../trpc/hub-client.ts';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('sources');
  return { title: t('title') };
}

export default async function Sources(): Promise<ReactNode> {
  const queryClient = serverQueryClient();
  await settled([queryClient.prefetchQuery(hub().sources.list.queryOptions())]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <SourcesPage />
    </HydrationBoundary>
  );
}
