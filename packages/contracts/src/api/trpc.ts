import { initTRPC } from '@trpc/server';
import type { OpenApiMeta } from 'trpc-to-openapi';
import { ZodError } from 'zod';
import { HubError, type Problem, problemOf } from '../errors.ts';
import type { HubPorts } from './hub-ports.ts';

export interface HubContext {
  readonly ports: HubPorts;
  readonly requestId: string;
}

/** The problem behind any failure of a procedure: the same on tRPC and on REST. */
export function problemOfFailure(failure: unknown): Problem {
  if (failure instanceof HubError) return problemOf(failure.code, failure.message, failure.pointer);
  if (failure instanceof ZodError) {
    const first = failure.issues[0];
    const path = first?.path.map(String) ?? [];
    return problemOf('invalid_query', `${path.join('.') || 'input'}: ${first?.message ?? 'not valid'}`, `/${path.join('/')}`);
  }
  return problemOf('internal_error', 'The hub failed to answer. Try again; if it stays, tell an operator the request id.');
}

const t = initTRPC
  .meta<OpenApiMeta>()
  .context<HubContext>()
  .create({
    errorFormatter: ({ shape, error, ctx }) => {
      const known = error.cause ?? (error.code === 'NOT_FOUND' ? new HubError('not_found', 'There is no such procedure.') : error);
      const problem = { ...problemOfFailure(known), ...(ctx === undefined ? {} : { request_id: ctx.requestId }) };
      return { message: problem.detail, code: shape.code, data: { code: shape.data.code, httpStatus: problem.status, problem } };
    },
  });

export const router = t.router;
export const procedure = t.procedure;
