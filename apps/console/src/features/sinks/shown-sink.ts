import type { AppRouter } from '@activity-hub/contracts/api/app-router';
import type { inferRouterOutputs } from '@trpc/server';

/** A sink as it comes over the wire, where JSON has no `undefined`. */
export type ShownSink = inferRouterOutputs<AppRouter>['subscriptions']['sinks']['items'][number];
