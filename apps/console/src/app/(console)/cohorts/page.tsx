import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { CohortsPage } from '../../../features/cohorts/cohorts-page.tsx';
import { hub, serverQueryClient, settled } from '../../../trpc/hub-client.ts';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('cohorts');
  return { title: t('title') };
}

export default async function Cohorts(): Promise<ReactNode> {
  const queryClient = serverQueryClient();
  await settled([queryClient.prefetchQuery(hub().cohorts.list.queryOptions())]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <CohortsPage />
    </HydrationBoundary>
  );
}
