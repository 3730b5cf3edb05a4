import type { AppRouter } from '@activity-hub/contracts/api/app-router';
import { httpLink, httpSubscriptionLink, retryLink, splitLink, type TRPCLink } from '@trpc/client';
import { isRefusal } from './problem-of-error.ts';

const url = '/api/trpc';
const followAgainAfterMs = 2_000;

/**
 * Requests stay single: each can be cancelled alone, and a list's status is its own. Subscriptions are event sources,
 * which come again by themselves while the line is only broken; where one gave up, another goes on from its last id.
 */
export const browserLink: TRPCLink<AppRouter> = splitLink({
  condition: ({ type }) => type === 'subscription',
  true: [
    retryLink({ retry: ({ error }) => !isRefusal(error), retryDelayMs: () => followAgainAfterMs }),
    httpSubscriptionLink({ url }),
  ],
  false: httpLink({ url }),
});
