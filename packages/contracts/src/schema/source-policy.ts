import { z } from 'zod';

/** What becomes of events whose type the registry does not know: refused, or kept unvalidated and marked. */
export const unknownTypesPolicy = z.enum(['refuse', 'keep']);
export type UnknownTypesPolicy = z.infer<typeof unknownTypesPolicy>;

/** A source without a policy of its own has `refuse`. */
export const sourcePolicy = z.object({
  source: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/),
  unknown_types: unknownTypesPolicy,
});
export type SourcePolicy = z.infer<typeof sourcePolicy>;
