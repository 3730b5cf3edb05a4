import { isIP, type LookupFunction } from 'node:net';
import type { SecureContext } from 'node:tls';
import { callbackify } from 'node:util';
import { buildConnector } from 'undici';
import type { AllowList } from './allow-list.ts';
import { ForbiddenAddress, forbiddenReason } from './forbidden-address.ts';
import type { ResolvedAddress, ResolveHost } from './resolve-host.ts';
import { resolveBySystem } from './shared-resolver.ts';

export interface GuardedConnectorOptions {
  readonly allow: AllowList;
  readonly resolve?: ResolveHost | undefined;
  /** Of resolving, connecting and the TLS handshake together. */
  readonly connectTimeoutMs: number;
  readonly secureContext?: SecureContext | undefined;
}

/**
 * Makes connections to addresses that may be reached, and to no other:
 *
 *   host is an address ── checked ──────────────────────────────┐
 *   host is a name ── resolved once ── every address checked ───┴─► connected to one of them ── checked again
 *
 * The name is not resolved a second time between check and connection, so it cannot change its answer.
 * @param onAddress told the address a connection is tried at, and the one it was made to
 */
export function guardedConnector(
  options: GuardedConnectorOptions,
  onAddress: (address: string) => void,
): buildConnector.connector {
  const connect = buildConnector({
    timeout: options.connectTimeoutMs,
    // One request at a time per connection: a slow answer holds up nobody else, and each has its own address.
    allowH2: false,
    lookup: guardedLookup(options, onAddress),
    // Said here, so that no variable of the environment turns it off.
    rejectUnauthorized: true,
    ...(options.secureContext === undefined ? {} : { secureContext: options.secureContext }),
  });
  return (target, callback) => {
    const { hostname } = target;
    const isAddress = isIP(hostname) !== 0;
    const reason = isAddress ? forbiddenReason(hostname, options.allow) : undefined;
    if (reason !== undefined) {
      // Later, because a client is not ready for an answer while it asks.
      queueMicrotask(() => callback(new ForbiddenAddress(hostname, hostname, reason), null));
      return;
    }
    if (isAddress) onAddress(hostname);
    connect(target, (...[error, socket]) => {
      if (error !== null) return callback(error, null);
      const address = socket.remoteAddress;
      const late = address === undefined ? 'gone' : forbiddenReason(address, options.allow, hostname);
      if (address !== undefined) onAddress(address);
      if (late === undefined) return callback(null, socket);
      socket.destroy();
      callback(
        address === undefined
          ? Object.assign(new Error('The connection was closed at once.'), { code: 'ECONNRESET' })
          : new ForbiddenAddress(hostname, address, late),
        null,
      );
    });
  };
}

function guardedLookup(
  { allow, resolve = resolveBySystem }: GuardedConnectorOptions,
  onAddress: (address: string) => void,
): LookupFunction {
  const looked = async (host: string): Promise<[ResolvedAddress, ...ResolvedAddress[]]> => {
    const checked = checkedAddresses(host, await resolve(host), allow);
    onAddress(checked[0].address);
    return checked;
  };
  const told = callbackify(looked);
  return (host, options, callback) => {
    told(host, (error, checked) => {
      if (error !== null) callback(error, '', 0);
      else if (options.all === true) callback(null, [...checked]);
      else callback(null, checked[0].address, checked[0].family);
    });
  };
}

/**
 * One forbidden address spoils the name: which one is used would otherwise be for its owner to play with.
 * @throws ForbiddenAddress
 */
function checkedAddresses(
  host: string,
  found: readonly ResolvedAddress[],
  allow: AllowList,
): [ResolvedAddress, ...ResolvedAddress[]] {
  for (const { address } of found) {
    const reason = forbiddenReason(address, allow, host);
    if (reason !== undefined) throw new ForbiddenAddress(host, address, reason);
  }
  const [first, ...others] = found;
  if (first === undefined) throw Object.assign(new Error(`${host} has no address.`), { code: 'ENOTFOUND' });
  return [first, ...others];
}
