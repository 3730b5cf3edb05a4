import type { AppRouter } from '@activity-hub/contracts/api/app-router';
import { createTRPCClient, httpLink } from '@trpc/client';
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query';
import { headers } from 'next/headers';
import { cache } from 'react';
import { hubAddress } from './hub-address.ts';
import { makeQueryClient } from './query-client.ts';

/** How long a page waits for data before it goes out with skeletons; the data then streams in. */
const prefetchPatienceMs = 1_500;

export const serverQueryClient = cache(makeQueryClient);

/** The hub's procedures for server components, straight to the hub; one client per request. */
export const hub = cache(() => {
  const client = createTRPCClient<AppRouter>({
    links: [
      httpLink({
        url: `${hubAddress()}/trpc`,
        // The person's own session: what a page prefetches is what this person may see.
        headers: async () => {
          const cookie = (await headers()).get('cookie');
          return cookie === null ? {} : { cookie };
        },
        fetch: (url, options) => fetch(url, { ...options, cache: 'no-store' }),
      }),
    ],
  });
  return createTRPCOptionsProxy<AppRouter>({ client, queryClient: serverQueryClient });
});

/** Waits for prefetches, but not for a slow hub: pending queries are handed over and stream in. */
export async function settled(prefetches: readonly Promise<unknown>[]): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, prefetchPatienceMs);
  });
  await Promise.race([Promise.allSettled(prefetches), patience]);
  clearTimeout(timer);
}
