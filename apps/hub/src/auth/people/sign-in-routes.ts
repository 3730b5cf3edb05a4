import { HubError } from '@activity-hub/contracts/errors';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { clientAddress } from '../client-address.ts';
import { demandOwnOrigin } from '../own-origin.ts';
import { clientAddressHeader, type SignIn } from './sign-in.ts';
import type { SignInLimits } from './sign-in-limits.ts';
import type { SignInSettings } from './sign-in-settings.ts';

export interface SignInRoutesOptions {
  readonly signIn: SignIn;
  readonly limits: SignInLimits;
  readonly settings: SignInSettings;
  /** Called after what ends sessions, so that nobody goes on with one of before. */
  readonly onSessionsEnded: () => void;
}

/** better-auth has far more: what is not named here is not served, whatever a later version adds. */
const served: readonly {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly isAttempt?: true;
  readonly endsSessions?: true;
}[] = [
  { method: 'POST', path: '/sign-in/email', isAttempt: true },
  { method: 'POST', path: '/sign-in/social', isAttempt: true },
  { method: 'GET', path: '/callback/ory', isAttempt: true },
  { method: 'POST', path: '/change-password', isAttempt: true, endsSessions: true },
  { method: 'POST', path: '/sign-out', endsSessions: true },
];
const passedHeaders = ['accept', 'accept-language', 'cookie', 'origin', 'referer', 'sec-fetch-site', 'user-agent'];
const maxBodyBytes = 16 * 1024;

/** The way in for people: `/api/auth`, which the console forwards. */
export async function registerSignInRoutes(server: FastifyInstance, options: SignInRoutesOptions): Promise<void> {
  const { settings } = options;
  server.addHook('onRequest', async (request) => demandOwnOrigin(request, settings));
  await server.register(async (scope) => {
    for (const { method, path, isAttempt, endsSessions } of served) {
      scope.route({
        method,
        url: `/api/auth${path}`,
        config: { access: 'open' },
        bodyLimit: maxBodyBytes,
        handler: (request, reply) => answer(request, reply, options, { isAttempt, endsSessions }),
      });
    }
  });
}

async function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  { signIn, limits, settings, onSessionsEnded }: SignInRoutesOptions,
  { isAttempt, endsSessions }: Pick<(typeof served)[number], 'isAttempt' | 'endsSessions'>,
): Promise<FastifyReply> {
  const forwarded = [request.headers['x-forwarded-for']].flat().join(',');
  const address = clientAddress(request.socket.remoteAddress, forwarded, settings.trustedProxies);
  if (isAttempt) await limits.take(address, emailOf(request.body));
  const answered = await signIn.answer(fetchRequestOf(request, address, settings.consoleUrls[0])).catch((cause) => {
    throw new HubError('store_unavailable', 'Nobody can sign in at the moment. Try again soon.', { cause });
  });
  // Without a reason, for it would be one of the store behind.
  if (answered.status >= 500)
    throw new HubError('store_unavailable', 'Nobody can sign in at the moment. Try again soon.');
  if (endsSessions) onSessionsEnded();
  reply.status(answered.status).header('cache-control', 'no-store');
  for (const name of ['content-type', 'location']) {
    const value = answered.headers.get(name);
    if (value !== null) reply.header(name, value);
  }
  for (const cookie of answered.headers.getSetCookie()) reply.header('set-cookie', cookie);
  return reply.send(Buffer.from(await answered.arrayBuffer()));
}

function emailOf(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || !('email' in body)) return undefined;
  return typeof body.email === 'string' ? body.email : undefined;
}

/** As better-auth is to see it: under the address of the console, with the address of the client as the hub found it. */
function fetchRequestOf(request: FastifyRequest, address: string, consoleUrl: string): Request {
  const headers = new Headers({ [clientAddressHeader]: address });
  for (const name of passedHeaders) {
    const value = request.headers[name];
    if (typeof value === 'string') headers.set(name, value);
  }
  const { method } = request;
  if (method === 'GET') return new Request(new URL(request.url, consoleUrl), { method, headers });
  headers.set('content-type', 'application/json');
  return new Request(new URL(request.url, consoleUrl), { method, headers, body: JSON.stringify(request.body ?? {}) });
}
