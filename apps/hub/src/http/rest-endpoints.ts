import type { AccessLevel } from '@activity-hub/contracts/access/access-level';
import type { ProcedureMeta } from '@activity-hub/contracts/api/trpc';
import type { AnyTRPCRouter } from '@trpc/server';
import { z } from 'zod';

const changes = ['POST', 'PATCH', 'PUT', 'DELETE'] as const;
export type RestMethod = 'GET' | (typeof changes)[number];

/** A procedure that is also a REST resource. */
export interface RestEndpoint {
  /** Dotted path in the router. */
  readonly procedure: string;
  readonly type: 'query' | 'mutation';
  readonly method: RestMethod;
  readonly access: AccessLevel;
  /** With parameters in braces. */
  readonly path: string;
  /** Fields of the input; undefined where the procedure takes none. */
  readonly fields: Readonly<Record<string, z.core.$ZodType>> | undefined;
}

interface Definition {
  readonly meta?: unknown;
  readonly type: string;
  readonly inputs: readonly unknown[];
}

function methodOf(procedure: string, type: 'query' | 'mutation', method: string): RestMethod {
  if (type === 'query') {
    if (method !== 'GET') throw new Error(`${procedure}: a query is served with GET.`);
    return 'GET';
  }
  const change = changes.find((known) => known === method);
  if (change === undefined) throw new Error(`${procedure}: a mutation is served with ${changes.join(', ')}.`);
  return change;
}

/** Every procedure whose meta names a REST path. */
export function restEndpoints(router: AnyTRPCRouter): readonly RestEndpoint[] {
  const procedures = Object.entries<{ _def: Definition }>(router._def.procedures);
  return procedures.flatMap(([procedure, { _def }]) => {
    const { openapi, access } = (_def.meta ?? {}) as ProcedureMeta;
    if (openapi === undefined) return [];
    if (access === undefined) throw new Error(`${procedure} does not say who may call it.`);
    const type = _def.type === 'mutation' ? 'mutation' : 'query';
    const [input, ...more] = _def.inputs;
    if (more.length > 0) throw new Error(`${procedure}: an input in several parts has no parameters.`);
    return {
      procedure,
      type,
      method: methodOf(procedure, type, openapi.method),
      access,
      path: openapi.path,
      fields: input instanceof z.ZodObject ? input.shape : undefined,
    };
  });
}
