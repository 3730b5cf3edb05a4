/**
 * Why an attempt got no answer. `stopped`: the hub went away, which says nothing about the receiver. `failed`: something
 * else, or what a puller said.
 */
export const attemptErrorCodes = [
  'timeout',
  'dns',
  'refused',
  'unreachable',
  'tls',
  'forbidden_address',
  'reset',
  'protocol',
  'invalid_url',
  'invalid_request',
  'token',
  'stopped',
  'event_gone',
  'template',
  'sink',
  'failed',
] as const;
export type AttemptErrorCode = (typeof attemptErrorCodes)[number];

/**
 * Why a delivery did not arrive. `answered`: with the status beside it. `filter`: it threw, so nothing was sent.
 * `skipped` by a person. `put_back` by a person, to be sent again; its reason is still that of before.
 */
export const failureCodes = [...attemptErrorCodes, 'answered', 'filter', 'skipped', 'put_back'] as const;
export type FailureCode = (typeof failureCodes)[number];

/** An answer says more than an error beside it. Null: neither is there. */
export function attemptFailure(
  attempt: { readonly status: number | null; readonly error_code: AttemptErrorCode | null } | undefined,
): FailureCode | null {
  if (attempt === undefined) return null;
  return attempt.status === null ? attempt.error_code : 'answered';
}
