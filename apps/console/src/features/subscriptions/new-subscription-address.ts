import { createSerializer, parseAsString } from 'nuqs/server';

/** What a new subscription starts with. */
export const newSubscriptionAddress = {
  /** The sink that takes the events. */
  sink: parseAsString,
};

const addressOf = createSerializer(newSubscriptionAddress);

export function newSubscriptionHref(sinkId: string): string {
  return addressOf('/subscriptions/new', { sink: sinkId });
}
