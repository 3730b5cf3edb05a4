import type { KeySearch, KeyState } from '@activity-hub/contracts/access/api-key';
import { createLoader, parseAsString, parseAsStringLiteral } from 'nuqs/server';

/** Written out, because contracts with zod in them stay out of the browser; the compiler compares. */
export const keyStates = ['active', 'ending', 'expired', 'revoked'] as const satisfies readonly KeyState[];

export const keyFilters = {
  state: parseAsStringLiteral(keyStates),
  source: parseAsString,
};

export const loadKeyFilters = createLoader(keyFilters);

export type KeyFilters = {
  readonly [Name in keyof typeof keyFilters]: ReturnType<(typeof keyFilters)[Name]['parseServerSide']>;
};

export function keySearchOf({ state, source }: KeyFilters): KeySearch {
  return { ...(state === null ? {} : { state }), ...(source === null ? {} : { source }), limit: 100 };
}
