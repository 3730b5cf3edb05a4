import { initTRPC, TRPCError } from '@trpc/server';
import type { OpenApiMeta } from 'trpc-to-openapi';
import { ZodError } from 'zod';
import { type ErrorCode, HubError, type Problem, problemOf } from '../errors.ts';
import type { HubPorts } from './hub-ports.ts';
import { jsonPointer } from './json-pointer.ts';
import { refuseUnaskableText } from './unaskable-text.ts';

export interface HubContext {
  readonly ports: HubPorts;
  readonly requestId: string;
}

function problemOfInput(error: ZodError): Problem {
  const first = error.issues[0];
  const path = first?.path ?? [];
  const place = path.map(String).join('.') || 'input';
  return problemOf('invalid_query', `${place}: ${first?.message ?? 'not valid'}`, jsonPointer(path));
}

/** Failures that tRPC itself reports before a procedure runs. */
const refusals: Partial<Record<TRPCError['code'], { readonly code: ErrorCode; readonly detail: string }>> = {
  NOT_FOUND: { code: 'not_found', detail: 'There is no such procedure.' },
  METHOD_NOT_SUPPORTED: { code: 'method_not_allowed', detail: 'Queries are asked with GET.' },
  PARSE_ERROR: { code: 'invalid_query', detail: 'The input is not valid JSON.' },
  BAD_REQUEST: { code: 'invalid_query', detail: 'The call is not a valid tRPC request.' },
  UNSUPPORTED_MEDIA_TYPE: { code: 'unsupported_media_type', detail: 'Send application/json.' },
  PAYLOAD_TOO_LARGE: { code: 'body_too_large', detail: 'Ask fewer things at once.' },
};

/**
 * The problem behind any failure: the same on tRPC and on REST. A ZodError counts as bad input only when
 * an input was refused: the same class over an answer is a fault of the hub. Nothing of an unknown
 * failure is told, since its text may hold statements and payloads.
 */
export function problemOfFailure(failure: unknown): Problem {
  const cause = failure instanceof TRPCError && failure.cause !== undefined ? failure.cause : failure;
  if (cause instanceof HubError) return problemOf(cause.code, cause.message, cause.pointer);
  if (failure instanceof TRPCError) {
    if (failure.code === 'BAD_REQUEST' && cause instanceof ZodError) return problemOfInput(cause);
    const refusal = refusals[failure.code];
    if (refusal !== undefined) return problemOf(refusal.code, refusal.detail);
  }
  return problemOf(
    'internal_error',
    'The hub failed to answer. Try again; if it stays, tell an operator the request id.',
  );
}

const t = initTRPC
  .meta<OpenApiMeta>()
  .context<HubContext>()
  .create({
    errorFormatter: ({ shape, error, ctx }) => {
      const problem: Problem = {
        ...problemOfFailure(error),
        ...(ctx === undefined ? {} : { request_id: ctx.requestId }),
      };
      // The adapter answers with `httpStatus`, so the status line and the problem agree.
      return {
        message: problem.detail,
        code: shape.code,
        data: { code: shape.data.code, httpStatus: problem.status, problem },
      };
    },
  });

export const router = t.router;

/** Every procedure refuses text that no database can be asked for, before its own schema looks at it. */
export const procedure = t.procedure.use(async ({ getRawInput, next }) => {
  refuseUnaskableText(await getRawInput());
  return next();
});
