import { z } from 'zod';
import { refusedRow, refusedStates } from './refused-event.ts';

/** What a list, a group or a repair of many is narrowed to. */
export const refusedFilter = z.strictObject({
  group_id: z.string().max(64).optional(),
  code: z.string().max(64).optional(),
  source: z.string().max(64).optional(),
  type: z.string().max(255).describe('The type as the sender wrote it.').optional(),
  key_id: z.string().max(64).optional(),
  text: z.string().min(1).max(200).describe('Part of the detail, without regard to case.').optional(),
  from: z.iso.datetime({ offset: true }).describe('Refused at or after.').optional(),
  to: z.iso.datetime({ offset: true }).describe('Refused before.').optional(),
});
export type RefusedFilter = z.infer<typeof refusedFilter>;

const state = z.enum([...refusedStates, 'any']);

/** Not strict, unlike the filter of a repair: tRPC's clients add the direction in which they page. */
export const refusedSearch = z.object({
  ...refusedFilter.shape,
  state: state.default('any').optional(),
  cursor: z.string().max(512).optional(),
  limit: z.number().int().min(1).max(200).default(50).optional(),
});
export type RefusedSearch = z.infer<typeof refusedSearch>;

/** Newest first. */
export const refusedPage = z.object({ items: z.array(refusedRow), next_cursor: z.string().nullable() });
export type RefusedPage = z.infer<typeof refusedPage>;

export const refusedGroupSearch = refusedFilter.extend({
  state: state.default('open').optional(),
  limit: z.number().int().min(1).max(200).default(50).optional(),
});
export type RefusedGroupSearch = z.infer<typeof refusedGroupSearch>;

/** Refusals with one reason: code, type, pointer and the detail without its names and numbers. */
export const refusedGroup = z.object({
  group_id: z.string(),
  code: z.string(),
  event_type: z.string().nullable(),
  pointer: z.string().describe('Places in lists are written as *.'),
  detail: z.string().describe('Of the newest one.'),
  count: z.int(),
  first_seen_at: z.string(),
  last_seen_at: z.string(),
  sources: z.array(z.string()).describe('At most 10.'),
  sample_refused_id: z.string().describe('The newest one.'),
});
export type RefusedGroup = z.infer<typeof refusedGroup>;

/** Largest first. `more`: smaller groups were left out. */
export const refusedGroups = z.object({ items: z.array(refusedGroup), more: z.boolean() });
export type RefusedGroups = z.infer<typeof refusedGroups>;
