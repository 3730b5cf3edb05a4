import { defaultShouldDehydrateQuery, QueryClient } from '@tanstack/react-query';

/**
 * The same settings on both sides. `staleTime` keeps the browser from asking again for what the
 * server just rendered; a pending query is handed over as a promise and streams in.
 */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: 30_000, retry: 1, refetchOnWindowFocus: false },
      dehydrate: {
        shouldDehydrateQuery: (query) => defaultShouldDehydrateQuery(query) || query.state.status === 'pending',
      },
    },
  });
}
