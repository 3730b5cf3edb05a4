import { randomUUID } from 'node:crypto';
import { HubError, problemOf } from '@activity-hub/contracts/errors';
import Fastify, { type FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { Authenticate } from '../auth/create-authenticate.ts';
import { isAllowedHost, isAllowedOrigin } from './allowed-host.ts';
import { authenticateRequests } from './authenticate-requests.ts';
import { answerBrokenConnection } from './broken-connection.ts';
import { isOwnFault, problemOfRequest, sendProblem } from './problem-answer.ts';
import { type ShedLoad, wasShed } from './shed-load.ts';

/** Whoever wants the hub to be reached from elsewhere puts a proxy with TLS before it. */
export const loopback = '127.0.0.1';
const headersTimeoutMs = 10_000;
const keepAliveTimeoutMs = 65_000;
/** A connection on which nothing moves in either direction for so long is closed: no request hangs. */
const idleTimeoutMs = 60_000;

/** Paths that exist under another method answer 405 with Allow, which `find-my-way` cannot tell by itself. */
function createMethodLookup() {
  const routes: { readonly pattern: RegExp; readonly methods: readonly string[] }[] = [];
  return {
    add(url: string, method: string | readonly string[]): void {
      // A catch-all says nothing about which paths exist.
      if (url === '*' || url === '/*') return;
      const source = url
        .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
        .replace(/:[^/]+/g, '[^/]+')
        .replace('*', '.*');
      routes.push({ pattern: new RegExp(`^${source}$`), methods: [method].flat() });
    },
    allowed(path: string): readonly string[] {
      return [...new Set(routes.filter((route) => route.pattern.test(path)).flatMap((route) => route.methods))].sort();
    },
  };
}

/**
 * The HTTP server of a hub process with everything every surface needs: who may talk to it, time-outs,
 * request ids, one wide log line per request, and one form of every failure (RFC 9457, never a stack).
 */
export function createServer(
  logger: Logger,
  authenticate: Authenticate,
  consoleUrls: readonly string[] = [],
  shedLoad: ShedLoad = () => false,
): FastifyInstance {
  const lookup = createMethodLookup();
  const server = Fastify({
    logger: false,
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    bodyLimit: 1024 * 1024,
    connectionTimeout: idleTimeoutMs,
    keepAliveTimeout: keepAliveTimeoutMs,
    // Bodies have deadlines of their own (`readBody`): a stream of events may take longer than any one value here.
    requestTimeout: 0,
    http: { headersTimeout: headersTimeoutMs },
    forceCloseConnections: 'idle',
    clientErrorHandler: answerBrokenConnection,
    frameworkErrors: (failure, _request, reply) => {
      sendProblem(reply, problemOfRequest(failure));
    },
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false } },
  });
  server.addHook('onRoute', (route) => lookup.add(route.url, route.method));
  server.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
    if (!isAllowedHost(request.headers.host)) {
      throw new HubError('host_not_allowed', 'Address the hub as 127.0.0.1 or localhost.');
    }
    const { origin } = request.headers;
    const isOwn = isAllowedOrigin(origin) || consoleUrls.includes(origin ?? '');
    if (request.method !== 'GET' && request.method !== 'HEAD' && !isOwn) {
      throw new HubError('host_not_allowed', 'Pages of other sites may not write to the hub.');
    }
  });
  server.addHook('onRequest', (request, reply, done) => {
    if (!shedLoad(request, reply)) done();
  });
  authenticateRequests(server, authenticate);
  server.addHook('onResponse', async (request, reply) => {
    if (wasShed(request)) return;
    const { method, url, id } = request;
    const level = reply.statusCode >= 500 ? 'warn' : 'info';
    logger[level](
      { request_id: id, method, path: url.split('?', 1)[0], status: reply.statusCode, ms: reply.elapsedTime },
      'http.answered',
    );
  });
  server.setErrorHandler((failure, request, reply) => {
    if (isOwnFault(failure)) logger.error({ request_id: request.id, err: failure }, 'http.failed');
    return sendProblem(reply, problemOfRequest(failure));
  });
  // Before a body is read: whatever it holds, its path or its method is what is wrong.
  server.addHook('onRequest', async (request, reply) => {
    if (!request.is404) return undefined;
    const methods = lookup.allowed(request.url.split('?', 1)[0] ?? '');
    if (methods.length === 0)
      return sendProblem(
        reply,
        problemOf('not_found', 'There is nothing under this path. See /activity/openapi.json.'),
      );
    reply.header('allow', methods.join(', '));
    return sendProblem(reply, problemOf('method_not_allowed', `Use ${methods.join(' or ')} here.`));
  });
  return server;
}
