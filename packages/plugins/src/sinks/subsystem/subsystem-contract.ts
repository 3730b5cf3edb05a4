import type { JsonObject } from '@activity-hub/contracts/event';
import { z } from 'zod';
import { MAX_ITEMS } from './subsystem-config.ts';

/** What is sent for one event. */
export interface SubsystemItem {
  readonly idempotency_key: string;
  readonly event_id: string;
  readonly event_type: string;
  readonly occurred_at: string;
  readonly user_id: string | null;
  readonly data: JsonObject;
}

export function itemSchema(data: z.ZodType): z.ZodType {
  return z.strictObject({
    idempotency_key: z
      .string()
      .min(1)
      .max(255)
      .describe('Equal for every attempt of one event. What was accepted under it before is a duplicate.'),
    event_id: z.guid().describe('The event in the hub: GET /activity/events/{event_id}.'),
    event_type: z.string().regex(/^activity(\.[a-z][a-z0-9_]{0,63}){1,5}$/),
    occurred_at: z.iso.datetime({ offset: true }).describe('When it happened.'),
    user_id: z.guid().nullable().describe('Whom it is about; null when it is about nobody.'),
    data,
  });
}

export function batchSchema(item: z.ZodType): z.ZodType {
  return z.strictObject({ items: z.array(item).min(1).max(MAX_ITEMS) });
}

const itemResult = z.looseObject({
  idempotency_key: z.string(),
  status: z.enum(['accepted', 'duplicate', 'rejected']),
  reason: z.string().optional().describe('Why it was rejected, for people.'),
});

/** The answer with results of its own for each item. */
export const batchAnswer = z.looseObject({ items: z.array(itemResult) });
export type BatchAnswer = z.infer<typeof batchAnswer>;
