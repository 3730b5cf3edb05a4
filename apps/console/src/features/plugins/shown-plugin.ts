import type { AppRouter } from '@activity-hub/contracts/api/app-router';
import type { inferRouterOutputs } from '@trpc/server';

type Outputs = inferRouterOutputs<AppRouter>['plugins'];

/** Plugins as they come over the wire, where JSON has no `undefined`. */
export type ListedPlugin = Outputs['list']['items'][number];
export type ShownFolder = Outputs['list']['passed_over'][number];
export type ShownShadow = ListedPlugin['shadows'][number];
export type ShownPlugin = Outputs['get'];
export type ShownRevision = ShownPlugin['revisions'][number];
export type ShownStatus = ShownPlugin['statuses'][number];
export type ShownMetric = Outputs['metrics']['metrics'][number];
export type ShownDifference = Outputs['difference'];
