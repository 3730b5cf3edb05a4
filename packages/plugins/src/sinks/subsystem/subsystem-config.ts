import { z } from 'zod';
import { httpAddress } from '../http/http-address.ts';
import type { SubsystemDescription } from './subsystem-description.ts';

/** Items of one request in the contract of every subsystem. */
export const MAX_ITEMS = 500;

const fieldName = z.string().regex(/^[a-z][a-z0-9_]{0,63}$/);
const jsonPointer = z
  .string()
  .max(512)
  .regex(/^(\/([^/~]|~[01])*)+$/, 'must be a JSON pointer such as /payload/score');

export function subsystemConfig({ path, mapping }: Pick<SubsystemDescription, 'path' | 'mapping'>) {
  return z.strictObject({
    url: httpAddress
      .default('')
      .meta({ needed: true, description: `Address of the subsystem; ${path} is added to it.` }),
    token: z
      .string()
      .max(4_096)
      .default('')
      .meta({ secret: true, description: 'Sent as a bearer token; empty: none is sent.' }),
    timeout_seconds: z.number().min(1).max(120).default(10).describe('How long to wait for an answer.'),
    max_items: z.int().min(1).max(MAX_ITEMS).default(100).describe('Events in one request.'),
    mapping: z
      .record(fieldName, jsonPointer)
      .default({ ...mapping })
      .describe('Which field of data comes from where in the event, as JSON pointers.'),
  });
}
export type SubsystemConfig = z.infer<ReturnType<typeof subsystemConfig>>;
