import { z } from 'zod';

const instant = z.iso.datetime({ offset: true });

/**
 * What a repair of many takes, each kind apart:
 * `recover` all that failed since; `replay_missing` events of the log that match and were never matched;
 * `redrive` dead letters by filter, also of one group.
 */
export const redriveSelection = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('recover'), since: instant }),
  z.strictObject({ kind: z.literal('replay_missing'), from: instant, to: instant }),
  z.strictObject({
    kind: z.literal('redrive'),
    fingerprint: z.string().max(200).optional(),
    event_type: z.string().max(255).optional(),
    status_class: z.enum(['2xx', '3xx', '4xx', '5xx', 'none']).optional().describe('Of the last answer.'),
    from: instant.optional().describe('By the time of failing.'),
    to: instant.optional(),
  }),
]);
export type RedriveSelection = z.infer<typeof redriveSelection>;

export const redrivePlan = z.strictObject({
  subscription_id: z.guid(),
  selection: redriveSelection,
  rate_per_second: z.int().min(1).max(10_000).default(100),
});
export type RedrivePlan = z.infer<typeof redrivePlan>;

/** Estimate, confirm by its token, follow, pause or cancel. */
export const redriveEstimate = z.object({
  total: z.int(),
  seconds: z.number().describe('At the rate of the plan.'),
  oldest_at: z.string().nullable(),
  newest_at: z.string().nullable(),
  upto: z.string().describe('What failed or was recorded later is not in it; give it back to start exactly this.'),
});
export type RedriveEstimate = z.infer<typeof redriveEstimate>;

export const redriveStart = redrivePlan.extend({ upto: instant });
export type RedriveStart = z.infer<typeof redriveStart>;

export const redriveStates = ['running', 'paused', 'finished', 'cancelled'] as const;

/** total = redriven + skipped + what is left. */
export const redriveRun = z.object({
  run_id: z.string(),
  subscription_id: z.string(),
  selection: redriveSelection,
  rate_per_second: z.int(),
  state: z.enum(redriveStates),
  total: z.int(),
  redriven: z.int(),
  skipped: z.int().describe('Settled by somebody else meanwhile.'),
  started_by: z.string(),
  started_at: z.string(),
  finished_at: z.string().nullable(),
});
export type RedriveRun = z.infer<typeof redriveRun>;

export const redriveRuns = z.object({ items: z.array(redriveRun) });

export const deadLetterDiscard = z.strictObject({
  subscription_id: z.guid(),
  fingerprint: z.string().max(200).optional(),
  delivery_id: z.string().max(200).optional(),
  reason: z.string().trim().min(3).max(500),
});
export type DeadLetterDiscard = z.infer<typeof deadLetterDiscard>;
