import { timingSafeEqual } from 'node:crypto';
import type { Caller, KeyCaller } from '@activity-hub/contracts/access/caller';
import { HubError } from '@activity-hub/contracts/errors';
import type { KeyRow } from '@activity-hub/db/keys/key-row';
import { storeFailure } from '@activity-hub/db/queries/store-failure';
import { clientAddress } from './client-address.ts';
import type { Credentials } from './credentials.ts';
import type { ClientAddresses } from './keys/client-addresses.ts';
import type { FailedAttempts } from './keys/failed-attempts.ts';
import { demandAlive } from './keys/key-state.ts';
import { digestOf, type KeyText, keyTextOf } from './keys/key-text.ts';
import type { KnownKeys } from './keys/known-keys.ts';
import type { LastUses } from './keys/last-uses.ts';
import type { Limits } from './keys/limits.ts';
import { sentKey } from './sent-key.ts';

/**
 * Who asks, on every surface. Without credentials: anonymous. With credentials that are not good: a refusal,
 * never anonymous, or a producer with a wrong key would be told that it lacks a permission.
 * @throws HubError unauthenticated, key_expired, key_revoked, rate_limited, too_many_addresses, store_unavailable
 */
export type Authenticate = (credentials: Credentials) => Promise<Caller>;

export interface AuthenticateOptions {
  readonly keys: KnownKeys;
  readonly limits: Limits;
  readonly addresses: ClientAddresses;
  readonly failures: FailedAttempts;
  readonly uses: LastUses;
  /** The person of a session; undefined when the cookies hold none. */
  readonly sessionOf: (cookie: string) => Promise<Caller | undefined>;
  /** Addresses whose word on the client's address counts. */
  readonly trustedProxies: readonly string[];
  /** Once an hour for each key that is used from too many addresses. */
  readonly onTooManyAddresses: (key: KeyRow, address: string) => void;
  readonly now: () => number;
}

const anonymous: Caller = { kind: 'anonymous' };

export function createAuthenticate(options: AuthenticateOptions): Authenticate {
  const { keys, limits, failures, uses, sessionOf, trustedProxies, now } = options;

  async function refuse(address: string, text: string, detail: string): Promise<never> {
    await failures.count(address, text);
    throw new HubError('unauthenticated', detail);
  }

  async function keyOf(sent: KeyText, address: string): Promise<KeyRow> {
    if (!keys.hasSeen(sent.keyId)) failures.demandRoom(address);
    const key = await keys.find(sent.keyId);
    if (key !== undefined && timingSafeEqual(key.secret_digest, digestOf(sent.secret))) return key;
    return refuse(address, keyTextOf(sent), 'This hub knows no such key. Check that it was copied whole.');
  }

  async function byKey(sent: KeyText, address: string): Promise<Caller> {
    const key = await keyOf(sent, address);
    demandAlive(key, now());
    demandFewAddresses(key, address, options);
    await limits.takeRequest(key);
    uses.note(key.key_id, address);
    return callerOf(key);
  }

  return async (credentials) => {
    const { cookie, forwardedFor } = credentials;
    // As at the sign-in: behind a proxy every client would be one address, and a leaked key would never be told.
    const address = clientAddress(credentials.address, forwardedFor, trustedProxies);
    const sent = sentKey(credentials);
    try {
      if (sent.kind === 'key') return await byKey(sent.key, address);
      if (sent.kind === 'malformed') return await refuse(address, sent.text, sent.why);
      return (cookie === undefined ? undefined : await sessionOf(cookie)) ?? anonymous;
    } catch (failure) {
      throw storeFailure(failure);
    }
  };
}

function demandFewAddresses(
  key: KeyRow,
  address: string,
  { addresses, onTooManyAddresses }: AuthenticateOptions,
): void {
  const limit = key.limits.addresses_per_hour;
  const admission = addresses.note(key.key_id, address, limit);
  if (admission === 'admitted') return;
  if (admission === 'refused-first') onTooManyAddresses(key, address);
  const detail = `The key "${key.name}" was used from ${limit} other addresses within an hour. If all of them are yours, ask an admin to raise its limit; if not, it has leaked: rotate it.`;
  throw new HubError('too_many_addresses', detail);
}

const callers = new WeakMap<KeyRow, KeyCaller>();

/** One object for as long as the key is believed: what is derived from a caller can be remembered with it. */
function callerOf(key: KeyRow): KeyCaller {
  const known = callers.get(key);
  if (known !== undefined) return known;
  const { key_id, name, source, permissions, event_types } = key;
  const caller: KeyCaller = { kind: 'key', key_id, name, source, permissions, event_types };
  callers.set(key, caller);
  return caller;
}
