import { isIP } from 'node:net';
import type { SecureContext } from 'node:tls';
import { buildConnector } from 'undici';
import { ForbiddenAddress, forbiddenReason } from './forbidden-address.ts';
import { type Guard, guardedLookup } from './guarded-lookup.ts';

export interface GuardedConnectorOptions extends Guard {
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
