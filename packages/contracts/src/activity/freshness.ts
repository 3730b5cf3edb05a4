import { z } from 'zod';

/**
 * How far a figure can be trusted: everything recorded up to `complete_through` is in it. Null when
 * nothing has been processed yet. It is a safe high-water mark, never the current time.
 */
export const freshness = z.object({
  complete_through: z.string().nullable(),
  lag_events: z.int().describe('Recorded events that are not in the figure yet.'),
});
export type Freshness = z.infer<typeof freshness>;
