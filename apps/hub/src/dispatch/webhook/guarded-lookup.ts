import type { LookupFunction } from 'node:net';
import { callbackify } from 'node:util';
import type { AllowList } from './allow-list.ts';
import { ForbiddenAddress, forbiddenReason } from './forbidden-address.ts';
import type { ResolvedAddress, ResolveHost } from './resolve-host.ts';
import { resolveBySystem } from './shared-resolver.ts';

export interface Guard {
  readonly allow: AllowList;
  readonly resolve?: ResolveHost | undefined;
}

/**
 * Resolves names to addresses that may be reached, for a connection that is being made. One that is told an address
 * does not ask: that is for who connects to check.
 * @param onAddress told the address that will be tried
 */
export function guardedLookup(
  { allow, resolve = resolveBySystem }: Guard,
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
