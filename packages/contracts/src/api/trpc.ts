import { initTRPC, TRPCError } from '@trpc/server';
import { TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc';
import type { OpenApiMeta } from 'trpc-to-openapi';
import { ZodError } from 'zod';
import { type AccessLevel, demandAccess } from '../access/access-level.ts';
import type { Caller } from '../access/caller.ts';
import { type ErrorCode, HubError, type Problem, problemOf, problemOfError } from '../errors.ts';
import { speakPlainly } from '../plain-words.ts';
import type { HubPorts } from './hub-ports.ts';
import { jsonPointer } from './json-pointer.ts';
import { refuseUnaskableText } from './unaskable-text.ts';

export interface HubContext {
  /** Made for the caller: what they answer is what the caller may see. */
  readonly ports: HubPorts;
  readonly caller: Caller;
  readonly requestId: string;
}

// tRPC parses what procedures are given, and takes no words along.
speakPlainly();

function problemOfInput(error: ZodError, code: ErrorCode): Problem {
  const first = error.issues[0];
  const path = first?.path ?? [];
  const place = path.map(String).join('.') || 'input';
  const unknown = first?.code === 'unrecognized_keys' ? first.keys.slice(0, 1) : [];
  return problemOf(code, `${place}: ${first?.message ?? 'not valid'}`, jsonPointer([...path, ...unknown]));
}

/** Of an input that is no JSON at all. The JSON of a body was looked at before, so that of a change only nothing is none. */
function problemOfText(type: 'query' | 'mutation'): Problem {
  if (type === 'mutation') return problemOf('empty_body', 'Send the input as JSON in the body.', '');
  return problemOf('invalid_query', 'The parameter "input" is not valid JSON.', '');
}

/** Failures that tRPC itself reports before a procedure runs. */
const refusals: Partial<Record<TRPCError['code'], { readonly code: ErrorCode; readonly detail: string }>> = {
  NOT_FOUND: { code: 'not_found', detail: 'There is no such procedure.' },
  METHOD_NOT_SUPPORTED: {
    code: 'method_not_allowed',
    detail: 'Queries and subscriptions are asked with GET, changes are sent with POST.',
  },
  PARSE_ERROR: { code: 'invalid_query', detail: 'The input is not valid JSON.' },
  BAD_REQUEST: {
    code: 'invalid_query',
    detail:
      'The call is not a valid tRPC request. A batch takes an object of inputs, {"0": …}, at most 32 calls and no subscription.',
  },
  UNSUPPORTED_MEDIA_TYPE: { code: 'unsupported_media_type', detail: 'Send application/json.' },
  PAYLOAD_TOO_LARGE: { code: 'body_too_large', detail: 'Ask fewer things at once.' },
};

/**
 * The problem behind any failure: the same on tRPC and on REST. A ZodError counts as bad input only when
 * an input was refused: the same class over an answer is a fault of the hub. Nothing of an unknown
 * failure is told, since its text may hold statements and payloads.
 */
export function problemOfFailure(failure: unknown, type: 'query' | 'mutation' = 'query'): Problem {
  const cause = failure instanceof TRPCError && failure.cause !== undefined ? failure.cause : failure;
  if (cause instanceof HubError) return problemOfError(cause);
  if (failure instanceof TRPCError) {
    if (failure.code === 'BAD_REQUEST' && cause instanceof ZodError)
      return problemOfInput(cause, type === 'query' ? 'invalid_query' : 'invalid_input');
    if (failure.code === 'BAD_REQUEST' && cause instanceof SyntaxError) return problemOfText(type);
    const refusal = refusals[failure.code];
    if (refusal !== undefined) return problemOf(refusal.code, refusal.detail);
  }
  return problemOf(
    'internal_error',
    'The hub failed to answer. Try again; if it stays, tell an operator the request id.',
  );
}

/**
 * tRPC calls whatever a procedure throws a failure of the server, after which its clients follow a subscription anew
 * for ever: a refusal is none.
 */
function rpcCodeOf(problem: Problem, given: TRPCError['code']): TRPCError['code'] {
  return given === 'INTERNAL_SERVER_ERROR' && problem.status < 500 ? 'BAD_REQUEST' : given;
}

/** A problem as tRPC tells an error. The adapter answers with `httpStatus`, so the status line and the problem agree. */
export function rpcErrorOf(problem: Problem, given: TRPCError['code'] = 'BAD_REQUEST') {
  const code = rpcCodeOf(problem, given);
  return {
    message: problem.detail,
    code: TRPC_ERROR_CODES_BY_KEY[code],
    data: { code, httpStatus: problem.status, problem },
  };
}

/** Every procedure says who may call it, and where it names a path it is a REST resource too. */
export interface ProcedureMeta extends OpenApiMeta {
  readonly access?: AccessLevel;
}

const t = initTRPC
  .meta<ProcedureMeta>()
  .context<HubContext>()
  .create({
    errorFormatter: ({ error, ctx, type }) => {
      const problem: Problem = {
        ...problemOfFailure(error, type === 'mutation' ? 'mutation' : 'query'),
        ...(ctx === undefined ? {} : { request_id: ctx.requestId }),
      };
      return rpcErrorOf(problem, error.code);
    },
  });

export const router = t.router;

/**
 * Refuses text that no database can be asked for before a schema looks at it, and whoever lacks the access.
 * There is no procedure without a level: one that was forgotten could not be written.
 */
function procedureFor(level: AccessLevel) {
  return t.procedure.meta({ access: level }).use(async ({ ctx, getRawInput, next }) => {
    demandAccess(ctx.caller, level);
    refuseUnaskableText(await getRawInput());
    return next();
  });
}

/** Anybody, signed in or not. */
export const openProcedure = procedureFor('open');
/** A person who signed in, or a key that may read. */
export const readProcedure = procedureFor('read');
/** An admin, or a key that may write. */
export const publishProcedure = procedureFor('publish');
/** An admin, or a key that may do everything. */
export const adminProcedure = procedureFor('admin');
