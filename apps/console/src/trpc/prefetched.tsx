import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { serverQueryClient, settled } from './hub-client.ts';

/** A page that comes with the answers to what it asks first. */
export async function Prefetched({
  queries,
  children,
}: {
  /** Already under way, in the query client of the request. */
  readonly queries: readonly Promise<unknown>[];
  readonly children: ReactNode;
}): Promise<ReactNode> {
  await settled(queries);
  return <HydrationBoundary state={dehydrate(serverQueryClient())}>{children}</HydrationBoundary>;
}
