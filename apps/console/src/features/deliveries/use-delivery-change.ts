import { useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { useHub } from '../../trpc/trpc-provider.tsx';

/** What follows a repair: lists and counts are asked for anew, and it is said what was done. */
export function useDeliveryChange(): (done: string) => Promise<void> {
  const hub = useHub();
  const queryClient = useQueryClient();
  return async (done) => {
    toast.success(done);
    await Promise.all([
      queryClient.invalidateQueries({ queryKey: hub.deliveries.pathKey() }),
      queryClient.invalidateQueries({ queryKey: hub.subscriptions.pathKey() }),
    ]);
  };
}
