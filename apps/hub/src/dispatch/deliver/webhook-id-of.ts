import { createHash } from 'node:crypto';
import type { Json } from '@activity-hub/contracts/event';
import { uuidV5 } from '@activity-hub/contracts/uuid-v5';
import type { DeliveryKey } from '@activity-hub/db/deliveries/delivery-row';

/** Namespace of the ids. Fixed for ever: with another one a repeat would be another webhook. */
const WEBHOOK_NAMESPACE = '5b1f7f0a-2f61-5a0f-9c53-6f0f5e0d9b1c';

/**
 * The `webhook-id`: the same for every attempt and for what is sent again, so that receivers know repeats. What a
 * person edited is another message with each other body: a receiver that took the one before would drop it otherwise.
 */
export function webhookIdOf(
  delivery: Pick<DeliveryKey, 'subscription_id'> & {
    readonly event_id: string;
    readonly edited: boolean;
    readonly body: Json;
  },
): string {
  const { subscription_id, event_id, edited, body } = delivery;
  const name = `${subscription_id}|${event_id}`;
  return uuidV5(WEBHOOK_NAMESPACE, edited ? `${name}|edited|${digestOf(body)}` : name);
}

/** As it is stored its keys have one order, so the same body has one text. */
function digestOf(body: Json): string {
  return createHash('sha256').update(JSON.stringify(body)).digest('hex');
}
