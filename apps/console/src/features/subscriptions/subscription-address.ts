import { createLoader, createSerializer, parseAsString, parseAsStringLiteral } from 'nuqs/server';

export const subscriptionTabs = ['deliveries', 'dead', 'repairs', 'settings'] as const;
/** Written out, because contracts with zod in them stay out of the browser; the compiler compares. */
export const deliveryStates = ['pending', 'delivered', 'dead', 'discarded'] as const;

/** Everything a page of a subscription shows lives in its address, the run that is followed too. */
export const subscriptionAddress = {
  tab: parseAsStringLiteral(subscriptionTabs).withDefault('deliveries'),
  state: parseAsStringLiteral(deliveryStates),
  event: parseAsString,
  /** Fingerprint of a group of dead letters. */
  group: parseAsString,
  peek: parseAsString,
  run: parseAsString,
};

export const loadSubscriptionAddress = createLoader(subscriptionAddress);

export type SubscriptionAddress = Awaited<ReturnType<typeof loadSubscriptionAddress>>;

const addressOf = createSerializer(subscriptionAddress);

export function subscriptionHref(subscriptionId: string, place: Partial<SubscriptionAddress> = {}): string {
  return addressOf(`/subscriptions/${encodeURIComponent(subscriptionId)}`, place);
}
