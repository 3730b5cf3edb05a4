import type { SubscriptionState } from '@activity-hub/contracts/dispatch/subscription';
import { createLoader, parseAsString, parseAsStringLiteral } from 'nuqs/server';

/** Written out, because contracts with zod in them stay out of the browser; the compiler compares. */
export const subscriptionStates = ['active', 'paused', 'disabled'] as const satisfies readonly SubscriptionState[];

export const subscriptionFilters = {
  search: parseAsString,
  state: parseAsStringLiteral(subscriptionStates),
};

export const loadSubscriptionFilters = createLoader(subscriptionFilters);

export type SubscriptionFilters = {
  readonly [Name in keyof typeof subscriptionFilters]: ReturnType<
    (typeof subscriptionFilters)[Name]['parseServerSide']
  >;
};

export const noFilters: SubscriptionFilters = { search: null, state: null };

export const maxSearchCharacters = 200;

/** Shared by server and browser, so that both ask the same question. */
export function subscriptionSearchOf({ search, state }: SubscriptionFilters): {
  readonly search?: string;
  readonly state?: SubscriptionState;
  readonly limit: number;
} {
  const text = search?.trim().slice(0, maxSearchCharacters) ?? '';
  return { ...(text === '' ? {} : { search: text }), ...(state === null ? {} : { state }), limit: 50 };
}
