import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import type { ReactNode } from 'react';
import { auditSearchOf, loadAuditFilters } from '../../../features/audit/audit-filters.ts';
import { AuditPage } from '../../../features/audit/audit-page.tsx';
import { hub, serverQueryClient, settled } from '../../../trpc/hub-client.ts';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('audit');
  return { title: t('title') };
}

export default async function Audit({
  searchParams,
}: {
  readonly searchParams: Promise<SearchParams>;
}): Promise<ReactNode> {
  const filters = loadAuditFilters(await searchParams);
  const queryClient = serverQueryClient();
  await settled([
    queryClient.prefetchInfiniteQuery(
      hub().audit.list.infiniteQueryOptions(auditSearchOf(filters), { getNextPageParam: (page) => page.next_cursor }),
    ),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <AuditPage />
    </HydrationBoundary>
  );
}
