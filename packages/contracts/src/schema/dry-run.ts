import { z } from 'zod';

/** What ingest would make of an event, without recording it. Whether its id is taken is not looked up. */
export const dryVerdict = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('valid'),
    event_id: z.string().describe('Under which it would be recorded.'),
    event_type: z.string().describe('As it would be recorded: canonical, and the successor of a type that has one.'),
    event_version: z.string(),
    timestamp: z.string(),
    day: z.string(),
    time_zone: z.string(),
    context: z
      .record(z.string(), z.unknown())
      .describe('What the hub would add; `unvalidated` marks an unregistered type.'),
  }),
  z.object({
    status: z.literal('refused'),
    event_id: z.string().nullable(),
    code: z.string(),
    detail: z.string(),
    pointer: z.string(),
  }),
]);
export type DryVerdict = z.infer<typeof dryVerdict>;

/** One verdict per event, in the order sent. */
export const dryRunAnswer = z.object({ valid: z.int(), refused: z.int(), items: z.array(dryVerdict) });
export type DryRunAnswer = z.infer<typeof dryRunAnswer>;
