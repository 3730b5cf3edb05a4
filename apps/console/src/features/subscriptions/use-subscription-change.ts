import { useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { useHub } from '../../trpc/trpc-provider.tsx';
import type { ShownSubscription } from './shown-subscription.ts';

/** What follows a change: the page shows the subscription as the hub answered it, and says what was done. */
export function useSubscriptionChange(): (subscription: ShownSubscription, done?: string) => Promise<void> {
  const hub = useHub();
  const queryClient = useQueryClient();
  return async (subscription, done) => {
    if (done !== undefined) toast.success(done);
    const queryKey = hub.subscriptions.get.queryKey({ subscription_id: subscription.subscription_id });
    queryClient.setQueryData(queryKey, subscription);
    await queryClient.invalidateQueries({ queryKey: hub.subscriptions.list.pathKey() });
  };
}
