import { defaultShouldDehydrateQuery, MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { isRefusal } from './problem-of-error.ts';

const retries = 1;

/**
 * The same settings on both sides. `staleTime` keeps the browser from asking again for what the
 * server just rendered; a pending query is handed over as a promise and streams in.
 */
export function makeQueryClient(onFailure?: (error: unknown) => void): QueryClient {
  const watch = onFailure === undefined ? {} : { onError: onFailure };
  return new QueryClient({
    queryCache: new QueryCache(watch),
    mutationCache: new MutationCache(watch),
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        // What the hub refused it refuses again; only a failure may pass.
        retry: (failures, error) => failures < retries && !isRefusal(error),
        refetchOnWindowFocus: false,
      },
      dehydrate: {
        shouldDehydrateQuery: (query) => defaultShouldDehydrateQuery(query) || query.state.status === 'pending',
      },
    },
  });
}
