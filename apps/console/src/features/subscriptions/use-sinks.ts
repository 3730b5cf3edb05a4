'use client';

import { useQuery } from '@tanstack/react-query';
import { useHub } from '../../trpc/trpc-provider.tsx';
import type { ShownSink } from './shown-subscription.ts';

/** The sinks that may be chosen; undefined as long as they are not known. */
export function useSinks(wanted: boolean): readonly ShownSink[] | undefined {
  const hub = useHub();
  return useQuery(hub.subscriptions.sinks.queryOptions(undefined, { enabled: wanted })).data?.items;
}
