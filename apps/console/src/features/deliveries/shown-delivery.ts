import type { AppRouter } from '@activity-hub/contracts/api/app-router';
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';

type Outputs = inferRouterOutputs<AppRouter>['deliveries'];
type Inputs = inferRouterInputs<AppRouter>['deliveries'];

/** Deliveries as they come over the wire, where JSON has no `undefined`. */
export type ShownDelivery = Outputs['search']['items'][number];
export type ShownDeliveryDetail = Outputs['get'];
export type ShownAttempt = ShownDeliveryDetail['attempts'][number];
export type ShownDeadLetterGroup = Outputs['deadLetters']['items'][number];
export type ShownRun = Outputs['redrive'];
export type ShownEstimate = Outputs['estimateRedrive'];

export type DeliverySearchInput = Inputs['search'];
export type ResendInput = Inputs['resend'];
export type RedriveSelectionInput = Inputs['estimateRedrive']['selection'];
