import { z } from 'zod';
import { refusedEvent } from '../receipt.ts';

export const refusedSearch = z.object({
  code: z.string().max(64).optional(),
  source: z.string().max(64).optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  cursor: z.string().max(512).optional(),
  limit: z.number().int().min(1).max(200).default(50).optional(),
});
export type RefusedSearch = z.infer<typeof refusedSearch>;

/** Newest first. */
export const refusedPage = z.object({ items: z.array(refusedEvent), next_cursor: z.string().nullable() });
export type RefusedPage = z.infer<typeof refusedPage>;
