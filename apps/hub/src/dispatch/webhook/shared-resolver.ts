import { lookup } from 'node:dns/promises';
import type { ResolvedAddress, ResolveHost } from './resolve-host.ts';

/**
 * Asks once for all who want the same name at the same time; nothing is remembered beyond that. The system
 * resolves two names at a time for the whole process: a host whose name servers are silent takes up one of
 * these places, not all of them.
 */
export function sharedResolver(resolve: ResolveHost): ResolveHost {
  const asking = new Map<string, Promise<readonly ResolvedAddress[]>>();
  return (host) => {
    const running = asking.get(host);
    if (running !== undefined) return running;
    const started = resolve(host).finally(() => asking.delete(host));
    asking.set(host, started);
    return started;
  };
}

/** As the machine resolves names, its hosts file included. */
export const resolveBySystem = sharedResolver((host) => lookup(host, { all: true }));
