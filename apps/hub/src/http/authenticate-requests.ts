import { type AccessLevel, demandAccess } from '@activity-hub/contracts/access/access-level';
import type { Caller } from '@activity-hub/contracts/access/caller';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Authenticate } from '../auth/create-authenticate.ts';
import type { Credentials } from '../auth/credentials.ts';

/**
 * What a route asks of its caller. `procedure`: the caller is found out, and each procedure behind the route
 * asks for itself. `open`: nobody looks at credentials, so that health answers while the database is away.
 */
export type RouteAccess = AccessLevel | 'procedure';

export interface RouteDemand {
  readonly method: string;
  readonly url: string;
  readonly access: RouteAccess;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: RouteAccess;
  }
  interface FastifyInstance {
    /** Every route with what it asks of its caller. */
    readonly routeAccess: readonly RouteDemand[];
  }
  interface FastifyRequest {
    /** Who asks; found out before any route runs. */
    caller: Caller;
    /** Why the credentials were not taken, where procedures are to say so in their own form; else null. */
    refusal: Error | null;
  }
}

const anonymous: Caller = { kind: 'anonymous' };

/**
 * Finds out who asks before anything of a request is read, and holds it against what the route demands.
 * Deny by default: a route that does not say who may use it keeps the server from starting.
 */
export function authenticateRequests(server: FastifyInstance, authenticate: Authenticate): void {
  const demands: RouteDemand[] = [];
  server.decorate('routeAccess', demands);
  server.decorateRequest('caller');
  server.decorateRequest('refusal', null);
  server.addHook('onRoute', (route) => {
    if (route.config?.access === undefined)
      throw new Error(
        `${[route.method].flat().join(', ')} ${route.url} does not say who may use it: give it config.access.`,
      );
    for (const method of [route.method].flat()) demands.push({ method, url: route.url, access: route.config.access });
  });
  server.addHook('onRequest', async (request) => {
    const { access = 'open' } = request.routeOptions.config;
    request.caller = anonymous;
    if (access === 'open') return;
    if (access !== 'procedure') {
      request.caller = await authenticate(credentialsOf(request));
      demandAccess(request.caller, access);
      return;
    }
    try {
      request.caller = await authenticate(credentialsOf(request));
    } catch (failure) {
      request.refusal = failure instanceof Error ? failure : new Error(String(failure));
    }
  });
}

function credentialsOf({ headers, socket }: FastifyRequest): Credentials {
  const { authorization, cookie, 'x-api-key': apiKey, 'x-forwarded-for': forwardedFor } = headers;
  return {
    authorization,
    cookie,
    // Sent twice, it arrives as a list: that is no key.
    apiKey: Array.isArray(apiKey) ? apiKey.join(',') : apiKey,
    address: socket.remoteAddress,
    forwardedFor: Array.isArray(forwardedFor) ? forwardedFor.join(',') : forwardedFor,
  };
}
