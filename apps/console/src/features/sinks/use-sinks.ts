'use client';

import { useQuery } from '@tanstack/react-query';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { refreshMs } from './refresh-ms.ts';

/** The sinks there are, where somebody wants to know. */
export function useSinks(wanted = true) {
  const hub = useHub();
  return useQuery(hub.subscriptions.sinks.queryOptions(undefined, { enabled: wanted, refetchInterval: refreshMs }));
}
