import type { AppRouter } from '@activity-hub/contracts/api/app-router';
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';

type Outputs = inferRouterOutputs<AppRouter>['subscriptions'];
type Inputs = inferRouterInputs<AppRouter>['subscriptions'];

/** Subscriptions as they come over the wire, where JSON has no `undefined`. */
export type ListedSubscription = Outputs['list']['items'][number];
export type ShownSubscription = Outputs['get'];
export type CreatedSubscription = Outputs['create'];
export type ShownTrial = Outputs['tryFilter'];
export type TrialSample = ShownTrial['samples'][number];
export type ShownHealth = ListedSubscription['health'];

export type SubscriptionInput = Inputs['create'];
export type SubscriptionChangeInput = Inputs['change'];
export type DestinationInput = SubscriptionInput['destination'];
export type TrialInput = Inputs['tryFilter'];
