import { uuidV5 } from '@activity-hub/contracts/uuid-v5';
import type { DeliveryKey } from '@activity-hub/db/deliveries/delivery-row';

/** Namespace of the ids. Fixed for ever: with another one a repeat would be another webhook. */
const WEBHOOK_NAMESPACE = '5b1f7f0a-2f61-5a0f-9c53-6f0f5e0d9b1c';

/**
 * The `webhook-id`: the same for every attempt and for what is sent again, so that receivers know repeats. What a
 * person edited is another message: a receiver that took the first would drop it otherwise.
 */
export function webhookIdOf(
  delivery: Pick<DeliveryKey, 'subscription_id' | 'generation'> & {
    readonly event_id: string;
    readonly edited: boolean;
  },
): string {
  const { subscription_id, event_id, edited, generation } = delivery;
  const name = edited ? `${subscription_id}|${event_id}|edited|${generation}` : `${subscription_id}|${event_id}`;
  return uuidV5(WEBHOOK_NAMESPACE, name);
}
