import type { AppRouter } from '@activity-hub/contracts/api/app-router';
import type { inferRouterOutputs } from '@trpc/server';

/** A schema as it comes over the wire, where JSON has no `undefined`. */
export type ShownSchema = inferRouterOutputs<AppRouter>['schemas']['get'];
export type ShownVersion = ShownSchema['versions'][number];
