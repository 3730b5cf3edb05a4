import type { Readable } from 'node:stream';
import type { Caller } from '@activity-hub/contracts/access/caller';
import { appRouter } from '@activity-hub/contracts/api/app-router';
import type { HubPorts } from '@activity-hub/contracts/api/hub-ports';
import { type HubContext, problemOfFailure } from '@activity-hub/contracts/api/trpc';
import { callTRPCProcedure } from '@trpc/server';
import { fastifyRequestHandler } from '@trpc/server/adapters/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { streamHeaders } from '../stream/stream-route.ts';
import { answerTrpcRefusal } from './answer-trpc-refusal.ts';
import { openapiDocument } from './openapi-document.ts';
import { sendProblem } from './problem-answer.ts';
import { type PublishSources, publishPortsOf, registerPublishProcedures } from './publish-procedures.ts';
import { readJsonBody, readJsonText } from './read-json-body.ts';
import { type RestEndpoint, restEndpoints } from './rest-endpoints.ts';
import { restInput } from './rest-input.ts';

export interface QueryRoutesOptions {
  /** The ports of one request: what they answer is what this caller may see. */
  readonly portsFor: (caller: Caller, requestId: string) => Omit<HubPorts, 'publish'>;
  readonly publish?: PublishSources;
  /** Told of every failure that is the hub's own fault. */
  readonly onFault?: (failure: unknown, requestId: string) => void;
}

/** Calls in one tRPC batch; the console's largest page asks for about six things. */
const maxBatchSize = 32;

/**
 * Serves every procedure twice from its one definition: as tRPC under `/trpc` and, where it names a path,
 * as REST. Both run the same call, so inputs, answers and problems are the same.
 *
 * The REST handler of trpc-to-openapi is not used: it switches the shared schemas to coercion when the
 * first request comes, so what tRPC accepts would depend on what was asked over REST before; it takes
 * unknown parameters in silence; and its errors carry stacks.
 */
export async function registerQueryRoutes(server: FastifyInstance, options: QueryRoutesOptions): Promise<void> {
  const { portsFor, onFault, publish = {} } = options;
  const contextOf = (request: FastifyRequest, text?: Buffer): HubContext => {
    if (request.refusal !== null) throw request.refusal;
    const { caller, id } = request;
    const ports = { ...portsFor(caller, id), publish: publishPortsOf(publish, request, text) };
    return { ports, caller, requestId: id };
  };
  const answerTrpc = async (
    request: FastifyRequest,
    reply: FastifyReply,
    path: string,
    text?: Buffer,
  ): Promise<FastifyReply> => {
    await fastifyRequestHandler({
      router: appRouter,
      req: request,
      res: reply,
      path,
      createContext: () => contextOf(request, text),
      maxBatchSize,
      // tRPC calls it plain text where it refuses a request before it has read the calls.
      responseMeta: ({ type }) => ({
        headers: type === 'subscription' ? streamHeaders : { 'content-type': 'application/json' },
      }),
      onError: ({ error }) => {
        if (problemOfFailure(error).code === 'internal_error') onFault?.(error, request.id);
      },
    });
    return reply;
  };
  await registerPublishProcedures(server, answerTrpc);
  await server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('application/json', (request: FastifyRequest, payload: Readable) =>
      readJsonBody(request, payload),
    );
    for (const endpoint of restEndpoints(appRouter)) registerEndpoint(scope, endpoint, contextOf);

    scope.get('/activity/openapi.json', { config: { access: 'open' } }, async () => openapiDocument());
  });
  await server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('application/json', (request: FastifyRequest, payload: Readable) =>
      readJsonText(request, payload),
    );
    scope.setErrorHandler(answerTrpcRefusal);
    // A wildcard and not `/trpc/:path`: a parameter is limited to 100 characters, a batch names many procedures.
    scope.route<{ Params: { '*': string } }>({
      method: ['GET', 'POST'],
      url: '/trpc/*',
      config: { access: 'procedure' },
      handler: (request, reply) => answerTrpc(request, reply, request.params['*']),
    });
  });
}

function registerEndpoint(
  server: FastifyInstance,
  endpoint: RestEndpoint,
  contextOf: (request: FastifyRequest) => HubContext,
): void {
  const answer = async (
    request: FastifyRequest<{ Params: Record<string, string>; Querystring: Record<string, unknown> }>,
    reply: FastifyReply,
  ): Promise<unknown> => {
    try {
      const input = restInput(endpoint, request.params, request.query, request.body);
      return await callTRPCProcedure({
        router: appRouter,
        path: endpoint.procedure,
        getRawInput: async () => input,
        ctx: contextOf(request),
        type: endpoint.type,
        signal: undefined,
        batchIndex: 0,
      });
    } catch (failure) {
      const problem = problemOfFailure(failure, endpoint.type);
      // The hub's own faults go to the server's error handler, which logs them and answers the same.
      if (problem.code === 'internal_error') throw failure;
      return sendProblem(reply, problem);
    }
  };
  // Static paths win over parameters in Fastify's router, so /events/types needs no order here.
  const url = endpoint.path.replaceAll(/\{(\w+)\}/g, ':$1');
  server.route({ method: endpoint.method, url, config: { access: 'procedure' }, handler: answer });
}
