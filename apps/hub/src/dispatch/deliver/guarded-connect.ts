import { connect, isIP, Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { SinkConnect } from '@activity-hub/contracts/plugin/context';
import { ForbiddenAddress, forbiddenReason } from '../webhook/forbidden-address.ts';
import { type Guard, guardedLookup } from '../webhook/guarded-lookup.ts';

/** The sockets that sinks are lent: the same addresses are refused as for webhooks, whoever named them. */
export function guardedConnect(guard: Guard): SinkConnect {
  return ({ host, port, tls }) => {
    const reason = isIP(host) === 0 ? undefined : forbiddenReason(host, guard.allow);
    if (reason !== undefined) return new Socket().destroy(new ForbiddenAddress(host, host, reason));
    const target = { host, port, lookup: guardedLookup(guard, () => {}) };
    if (!tls) return connect(target);
    // Said here, so that no variable of the environment turns it off.
    return connectTls({ ...target, ...(isIP(host) === 0 ? { servername: host } : {}), rejectUnauthorized: true });
  };
}
