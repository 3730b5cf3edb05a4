import { type ErrorCode, errorTable, HubError, type Problem, problemOf } from '@activity-hub/contracts/errors';
import type { Verdict } from '@activity-hub/contracts/receipt';
import { Metadata, type StatusObject, status } from '@grpc/grpc-js';

type HttpStatus = (typeof errorTable)[ErrorCode]['status'];

/** Total over the statuses of the error table, so that a new one cannot be forgotten. */
const codeOfStatus: Readonly<Record<HttpStatus, status>> = {
  400: status.INVALID_ARGUMENT,
  401: status.UNAUTHENTICATED,
  403: status.PERMISSION_DENIED,
  404: status.NOT_FOUND,
  405: status.UNIMPLEMENTED,
  408: status.DEADLINE_EXCEEDED,
  409: status.ALREADY_EXISTS,
  410: status.FAILED_PRECONDITION,
  // Not RESOURCE_EXHAUSTED: what is too large stays too large, and clients would send it again.
  413: status.INVALID_ARGUMENT,
  415: status.INVALID_ARGUMENT,
  422: status.INVALID_ARGUMENT,
  426: status.UNIMPLEMENTED,
  429: status.RESOURCE_EXHAUSTED,
  500: status.INTERNAL,
  503: status.UNAVAILABLE,
};
const defaultRetrySeconds = 1;
/** Trailers are HTTP/2 headers, whose sum clients bound. */
const maxDetailLength = 1_000;

/** A call that failed, as grpc-js sends it. */
export type CallError = Pick<StatusObject, 'code' | 'details' | 'metadata'>;

/** Headers are ASCII: everything else of the JSON is escaped. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function callError(problem: Problem, extra: Readonly<Record<string, unknown>>, retrySeconds?: number): CallError {
  const metadata = new Metadata();
  metadata.set('activity-problem', asciiJson({ ...problem, ...extra }));
  const seconds = retrySeconds ?? (problem.status === 503 ? defaultRetrySeconds : undefined);
  if (seconds !== undefined) {
    metadata.set('retry-after', String(seconds));
    // What the retry policies of gRPC clients themselves listen to.
    metadata.set('grpc-retry-pushback-ms', String(seconds * 1000));
  }
  return { code: codeOfStatus[errorTable[problem.code].status], details: problem.detail, metadata };
}

const short = (text: string): string => text.slice(0, maxDetailLength).toWellFormed();

/** Any failure of a call. What is not known is INTERNAL without its reason: that goes to the log. */
export function callErrorOf(failure: unknown, requestId: string): CallError {
  if (failure instanceof HubError) {
    const problem = problemOf(failure.code, short(failure.message), failure.pointer);
    return callError(problem, { request_id: requestId }, failure.retryAfterSeconds);
  }
  const detail = 'The hub failed to answer. Try again; if it stays, tell an operator the request id.';
  return callError(problemOf('internal_error', detail), { request_id: requestId });
}

/** The error of a single event that was not stored; undefined when it was. */
export function callErrorOfVerdict(verdict: Verdict, requestId: string): CallError | undefined {
  if (verdict.status === 'accepted' || verdict.status === 'duplicate') return undefined;
  const { code, detail, status: outcome, ...extra } = verdict;
  const pointer = 'pointer' in verdict ? verdict.pointer : '/event_id';
  const problem = problemOf(code as ErrorCode, short(detail), pointer);
  return callError(problem, { verdict: outcome, ...extra, pointer, request_id: requestId });
}
