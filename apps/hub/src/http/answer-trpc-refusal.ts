import { rpcErrorOf } from '@activity-hub/contracts/api/trpc';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { headProblem, isOwnFault, problemOfRequest } from './problem-answer.ts';

/**
 * What is refused of a request before tRPC reads its calls, in the form in which clients of tRPC look for a refusal: one
 * for all calls of a batch. The hub's own faults are left to the server, which logs them.
 */
export function answerTrpcRefusal(failure: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (isOwnFault(failure)) throw failure;
  const problem = { ...problemOfRequest(failure), request_id: request.id };
  return headProblem(reply, problem).send({ error: rpcErrorOf(problem) });
}
