import { z } from 'zod';
import { recordedEvent } from '../event.ts';
import { correctionKind } from './event-correction.ts';
import { freshness } from './freshness.ts';

export const payloadOperators = ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'contains', 'exists'] as const;

/**
 * Newest first by (occurred time, event id). A payload condition holds only where the path exists.
 * `eq` and `ne` compare scalars: a value that reads as a number equals the number and the text of it.
 * The ordering operators compare numbers with a value that reads as a number, else texts by their bytes
 * (ISO days and instants order rightly). `contains` looks for a part of a text or for an element of a list.
 */
export const eventSearch = z.object({
  type: z.string().max(255).describe('Topic pattern: activity.learning.*, learning.completed, **').optional(),
  user_id: z.guid().optional(),
  source: z.string().max(64).optional(),
  session_id: z.guid().optional(),
  from: z.iso.datetime({ offset: true }).describe('Occurred at or after.').optional(),
  to: z.iso.datetime({ offset: true }).describe('Occurred before.').optional(),
  payload_path: z
    .string()
    .max(255)
    .regex(/^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*){0,7}$/)
    .describe('Dotted path inside the payload, for example course_id or work.kind.')
    .optional(),
  payload_op: z.enum(payloadOperators).describe('Needs payload_path.').default('eq').optional(),
  payload_value: z.string().max(1024).describe('Needed by every operator but exists.').optional(),
  cursor: z.string().max(512).optional(),
  limit: z.number().int().min(1).max(500).default(50).optional(),
});
export type EventSearch = z.infer<typeof eventSearch>;

/**
 * A recorded event, and whether it counts now. Only for who asks of the past: the log keeps the event as it was, and who
 * follows the log gets the correction as an event of its own.
 */
export const markedEvent = recordedEvent.extend({
  correction: correctionKind.nullable().describe('How it was taken back; null: it counts.'),
});
export type MarkedEvent = z.infer<typeof markedEvent>;

/** One line of a list: without the payload, which is loaded by id when a person opens the row. */
export const eventRow = markedEvent.omit({ payload: true, metadata: true }).extend({
  payload_summary: z.string().describe('The first scalar fields of the payload, at most 160 characters.'),
});
export type EventRow = z.infer<typeof eventRow>;

const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    items: z.array(item),
    next_cursor: z.string().nullable(),
    served_by: z.enum(['postgres', 'clickhouse']),
    /** Set when the answer covers less than was asked for; says what and why. */
    notice: z.object({ code: z.enum(['bounded_scan']), detail: z.string() }).nullable(),
    freshness,
  });
export const eventPage = pageOf(markedEvent);
export type EventPage = z.infer<typeof eventPage>;
export const eventRowPage = pageOf(eventRow);
export type EventRowPage = z.infer<typeof eventRowPage>;

export const eventTypeInfo = z.object({
  event_type: z.string(),
  family: z.string(),
  origin: z.enum(['producer', 'derived', 'system']),
  version: z.string(),
  title: z.object({ en: z.string(), ru: z.string() }),
  payload_schema: z.record(z.string(), z.json()).describe('JSON Schema 2020-12'),
});
export type EventTypeInfo = z.infer<typeof eventTypeInfo>;
