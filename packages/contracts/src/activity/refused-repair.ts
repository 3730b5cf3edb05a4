import { z } from 'zod';
import { EVENT_LIMITS } from '../event.ts';
import { refusalFault } from './refused-event.ts';
import { refusedFilter } from './refused-search.ts';

const pointer = z
  .string()
  .max(1024)
  .regex(/^(\/([^~]|~[01])*)?$/, 'must be a JSON pointer such as /payload/score');

/** One step of a repair that fits many: applied to the JSON as it was sent, in the order given. */
export const repairOperation = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('set'), pointer, value: z.json() }).describe('Missing objects on the way are made.'),
  z.strictObject({ op: z.literal('remove'), pointer }).describe('What is not there stays away.'),
  z.strictObject({ op: z.literal('move'), from: pointer, pointer }).describe('What is not there is not moved.'),
  z
    .strictObject({ op: z.literal('merge'), value: z.record(z.string(), z.json()) })
    .describe('JSON merge patch (RFC 7386) over the whole: null removes.'),
]);
export type RepairOperation = z.infer<typeof repairOperation>;

const operations = z.array(repairOperation).max(20);
const asAdmin = z
  .boolean()
  .describe("Publish with an admin's rights instead of those of the key that sent it; audited.")
  .optional();

/** Neither text nor operations: what was sent, as it is (the schema may have been corrected meanwhile). */
export const repairAttempt = z.strictObject({
  refused_id: z.guid(),
  text: z.string().min(1).max(EVENT_LIMITS.maxBodyBytes).describe('The whole repaired text.').optional(),
  operations: operations.optional(),
  as_admin: asAdmin,
});
export type RepairAttempt = z.infer<typeof repairAttempt>;

/** One place at which two JSON texts differ; absent on the side where the place does not exist. */
export const jsonDifference = z.object({
  pointer: z.string(),
  before: z.json().optional(),
  after: z.json().optional(),
});
export type JsonDifference = z.infer<typeof jsonDifference>;

export const repairVerdict = z.object({
  ok: z.boolean().describe('Whether it would be taken now.'),
  events: z.int(),
  event_id: z.string().nullable().describe('Under which the first event would be recorded.'),
  derived_event_id: z.boolean().describe('It had no usable id: the hub gives it one that stays the same.'),
  fault: refusalFault.nullable(),
});
export type RepairVerdict = z.infer<typeof repairVerdict>;

/** A dry run: nothing is changed. */
export const revalidation = repairVerdict.extend({
  text: z.string().nullable().describe('What would be sent; null when it is no text.'),
  differences: z.array(jsonDifference).describe('Against what was sent; at most 100.'),
});
export type Revalidation = z.infer<typeof revalidation>;

/**
 * `duplicate`: the log held it already; `repeated`: somebody had begun to resubmit this refused event before, and it is their
 * text that the log holds.
 */
export const resubmission = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('resubmitted'),
    refused_id: z.string(),
    event_id: z.string(),
    position: z.string(),
    events: z.int(),
    duplicate: z.boolean(),
    repeated: z.boolean(),
  }),
  z.object({ status: z.literal('refused'), refused_id: z.string(), ...refusalFault.shape }),
]);
export type Resubmission = z.infer<typeof resubmission>;

/** Exactly one of the two; of a filter only what is still open, and was refused before the estimate or start. */
const selection = {
  refused_ids: z.array(z.guid()).min(1).max(1_000).optional(),
  filter: refusedFilter.optional(),
};
const hasOneSelection = (plan: { refused_ids?: unknown; filter?: unknown }): boolean =>
  (plan.refused_ids === undefined) !== (plan.filter === undefined);
const oneSelection = { message: 'Name either refused_ids or a filter.', path: ['filter'] };

export const repairPlan = z
  .strictObject({ ...selection, operations: operations.default([]).optional(), as_admin: asAdmin })
  .refine(hasOneSelection, oneSelection);
export type RepairPlan = z.infer<typeof repairPlan>;

/** What a plan would do, shown on samples spread over everything it would touch. */
export const repairEstimate = z.object({
  total: z.int(),
  truncated: z.int().describe('Of these only the beginning was kept; they need a text of their own.'),
  samples: z.array(
    revalidation.extend({ refused_id: z.string(), before: z.string().nullable().describe('Null when it is no text.') }),
  ),
});
export type RepairEstimate = z.infer<typeof repairEstimate>;

export const repairRunStates = ['running', 'cancelling', 'finished', 'cancelled'] as const;

/** total = resubmitted + refused_again + skipped + what is left. Survives a restart of the hub. */
export const repairRun = z.object({
  run_id: z.string(),
  state: z.enum(repairRunStates),
  started_at: z.string(),
  started_by: z.string(),
  finished_at: z.string().nullable(),
  total: z.int(),
  resubmitted: z.int(),
  duplicates: z.int().describe('Of the resubmitted: the log held them already.'),
  refused_again: z.int(),
  skipped: z.int().describe('Settled by somebody else meanwhile, or not repairable in this way.'),
  failures: z.array(refusalFault.extend({ refused_id: z.string() })).describe('The first 50.'),
  remaining_ms: z.int().nullable().describe('Estimated from the pace so far.'),
});
export type RepairRun = z.infer<typeof repairRun>;

export const discardPlan = z
  .strictObject({ ...selection, reason: z.string().trim().min(3).max(500) })
  .refine(hasOneSelection, oneSelection);
export type DiscardPlan = z.infer<typeof discardPlan>;

/** At most 10,000 at once: call again while something is left. */
export const discardAnswer = z.object({ discarded: z.int(), left: z.int() });
export type DiscardAnswer = z.infer<typeof discardAnswer>;
