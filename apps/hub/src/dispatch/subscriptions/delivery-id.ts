import { HubError } from '@activity-hub/contracts/errors';
import { LANE_COUNT } from '@activity-hub/contracts/lane';
import type { DeliveryKey } from '@activity-hub/db/deliveries/delivery-row';

export function encodeDeliveryId({ lane, offset, generation }: Omit<DeliveryKey, 'subscription_id'>): string {
  return Buffer.from(`d1.${lane}.${offset}.${generation}`).toString('base64url');
}

/** @throws HubError not_found when the text was not given out by the hub */
export function decodeDeliveryId(subscriptionId: string, text: string): DeliveryKey {
  const key = deliveryKeyOf(subscriptionId, text);
  if (key === undefined) throw unknownDelivery();
  return key;
}

/** Undefined: the text was not given out by the hub. */
export function deliveryKeyOf(subscriptionId: string, text: string): DeliveryKey | undefined {
  const match = /^d1\.(\d{1,2})\.(\d{1,15})\.(\d{1,9})$/.exec(Buffer.from(text, 'base64url').toString('latin1'));
  const [lane = LANE_COUNT, offset = 0, generation = 0] = match?.slice(1).map(Number) ?? [];
  return lane >= LANE_COUNT ? undefined : { subscription_id: subscriptionId, lane, offset, generation };
}

export function unknownDelivery(): HubError {
  return new HubError('not_found', 'There is no such delivery.', { pointer: '/delivery_id' });
}
