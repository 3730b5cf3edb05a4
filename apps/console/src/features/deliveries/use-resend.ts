import { useMutation, useQueryClient } from '@tanstack/react-query';
import { parseAsString, useQueryState } from 'nuqs';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { useDeliveryChange } from './use-delivery-change.ts';

/**
 * Sends once more. What had come to its end stays as it was, and the new delivery beside it is the one to
 * look at: the panel moves on to it.
 */
export function useResend(done: string, onSent?: () => void) {
  const hub = useHub();
  const queryClient = useQueryClient();
  const changed = useDeliveryChange();
  const [, setPeek] = useQueryState('peek', parseAsString);
  return useMutation(
    hub.deliveries.resend.mutationOptions({
      onSuccess: async (sent) => {
        const { subscription_id, delivery_id } = sent.delivery;
        queryClient.setQueryData(hub.deliveries.get.queryKey({ subscription_id, delivery_id }), sent);
        onSent?.();
        await setPeek(delivery_id);
        await changed(done);
      },
    }),
  );
}
