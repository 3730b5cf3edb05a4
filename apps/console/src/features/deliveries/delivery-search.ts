import type { SubscriptionAddress } from '../subscriptions/subscription-address.ts';
import type { DeliverySearchInput } from './shown-delivery.ts';

const perPage = 50;

/** What the list asks the hub for: the same on the server, so that the page comes with its rows. */
export function deliverySearchOf(
  subscriptionId: string,
  { state, event, group }: Pick<SubscriptionAddress, 'state' | 'event' | 'group'>,
): DeliverySearchInput {
  return {
    subscription_id: subscriptionId,
    limit: perPage,
    ...(state === null ? {} : { state }),
    ...(event === null ? {} : { event_id: event }),
    ...(group === null ? {} : { fingerprint: group }),
  };
}
