import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { SchemasPage } from '../../../features/schemas/schemas-page.tsx';
import { hub, serverQueryClient, settled } from '../../../trpc/hub-client.ts';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('schemas');
  return { title: t('title') };
}

export default async function Schemas(): Promise<ReactNode> {
  const queryClient = serverQueryClient();
  await settled([queryClient.prefetchQuery(hub().schemas.list.queryOptions())]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <SchemasPage />
    </HydrationBoundary>
  );
}
