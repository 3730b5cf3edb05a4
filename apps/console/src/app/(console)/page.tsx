import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { SearchParams } from 'nuqs/server';
import type { ReactNode } from 'react';
import { anchorOf } from '../../features/events/events-filters.ts';
import { HomePage } from '../../features/home/home-page.tsx';
import { trendQueryOf, trendRanges, usualRange } from '../../features/home/trend-range.ts';
import { hub, serverQueryClient, settled } from '../../trpc/hub-client.ts';

export default async function Home({
  searchParams,
}: {
  readonly searchParams: Promise<SearchParams>;
}): Promise<ReactNode> {
  const { range: wanted } = await searchParams;
  const anchorMs = anchorOf(Date.now());
  const queryClient = serverQueryClient();
  // The usual range depends on when the last event was, so the figures come first.
  const stats = await queryClient.fetchQuery(hub().system.stats.queryOptions()).catch(() => undefined);
  if (stats !== undefined && stats.events_total > 0) {
    const range = trendRanges.find((name) => name === wanted) ?? usualRange(stats, anchorMs);
    await settled([queryClient.prefetchQuery(hub().system.trends.queryOptions(trendQueryOf(range, stats, anchorMs)))]);
  }
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <HomePage anchorMs={anchorMs} />
    </HydrationBoundary>
  );
}
