import type { AnyTRPCRouter } from '@trpc/server';
import type { OpenApiMeta } from 'trpc-to-openapi';
import { z } from 'zod';

/** A query procedure that is also a REST resource. */
export interface RestEndpoint {
  /** Dotted path in the router. */
  readonly procedure: string;
  /** With parameters in braces. */
  readonly path: string;
  /** Fields of the input; undefined where the procedure takes none. */
  readonly fields: Readonly<Record<string, z.core.$ZodType>> | undefined;
}

/** Every procedure whose meta names a REST path. Only GET exists: what changes something has routes of its own. */
export function restEndpoints(router: AnyTRPCRouter): readonly RestEndpoint[] {
  const procedures = Object.entries<{ _def: { meta?: unknown; inputs: readonly unknown[] } }>(router._def.procedures);
  return procedures.flatMap(([procedure, { _def }]) => {
    const openapi = (_def.meta as OpenApiMeta | undefined)?.openapi;
    if (openapi === undefined) return [];
    if (openapi.method !== 'GET') throw new Error(`${procedure}: a query procedure is served with GET.`);
    const [input, ...more] = _def.inputs;
    if (more.length > 0) throw new Error(`${procedure}: an input in several parts has no parameters.`);
    return { procedure, path: openapi.path, fields: input instanceof z.ZodObject ? input.shape : undefined };
  });
}
