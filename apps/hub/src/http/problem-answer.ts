import { type ErrorCode, HubError, type Problem, problemOf, problemOfError } from '@activity-hub/contracts/errors';
import type { FastifyReply } from 'fastify';

export const problemType = 'application/problem+json; charset=utf-8';

/** What Fastify itself refuses, in the words of our own table. */
const frameworkProblems: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['body_too_large', 'Send less in one request.'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [
    'unsupported_media_type',
    'Send application/json, or application/x-ndjson for a stream of events.',
  ],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: [
    'incomplete_body',
    'The body does not have the length that Content-Length announced.',
  ],
  FST_ERR_CTP_INVALID_JSON_BODY: ['malformed_json', 'The body is not valid JSON.'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['empty_body', 'Send JSON in the body.'],
  FST_ERR_BAD_URL: [
    'invalid_query',
    'The path of the request is not a valid URL: write each of its parts with percent-encoding in UTF-8, a "%" as %25.',
  ],
  FST_ERR_MAX_PARAM_LENGTH: ['invalid_query', 'A part of the path is too long.'],
};

function codeOf(failure: unknown): string {
  return typeof failure === 'object' && failure !== null && 'code' in failure ? String(failure.code) : '';
}

/** The problem of any failure of a request. What is not known is `internal_error` without its reason: that goes to the log. */
export function problemOfRequest(failure: unknown): Problem {
  const known = frameworkProblems[codeOf(failure)];
  if (known !== undefined) return problemOf(known[0], known[1]);
  if (failure instanceof HubError) return problemOfError(failure);
  return problemOf(
    'internal_error',
    'The hub failed to answer. Try again; if it stays, tell an operator the request id.',
  );
}

/** The status line of a problem, and what else its headers say. */
export function headProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  if (problem.status === 503 || problem.status === 429)
    reply.header('retry-after', String(problem.retry_after_seconds ?? 1));
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer realm="activity-hub"');
  // The rest of a body that did not come in time is not waited for.
  if (problem.code === 'request_timeout') reply.header('connection', 'close');
  return reply.status(problem.status);
}

/** @param extra members of the problem beyond RFC 9457, for example the digests of a conflict */
export function sendProblem(
  reply: FastifyReply,
  problem: Problem,
  extra: Readonly<Record<string, unknown>> = {},
): FastifyReply {
  return headProblem(reply, problem)
    .type(problemType)
    .send(JSON.stringify({ ...problem, request_id: reply.request.id, ...extra }));
}

/** Whether an operator has to look at it: the hub's own fault, not the sender's. */
export function isOwnFault(failure: unknown): boolean {
  if (failure instanceof HubError) return failure.status >= 500;
  return problemOfRequest(failure).code === 'internal_error';
}
