import { z } from 'zod';
import { freshness } from './freshness.ts';
import { scorePeriods } from './user-activity.ts';

export const scoreExplanationQuery = z.object({
  user_id: z.guid(),
  period: z.enum(scorePeriods).default('daily').optional(),
  start: z
    .string()
    .min(10)
    .max(32)
    .optional()
    .describe('Start of the window, as the score shows it. Left out: the newest one. Needed beside a cursor.'),
  cursor: z.string().max(512).optional(),
  limit: z.number().int().min(1).max(200).default(50).optional(),
});
export type ScoreExplanationQuery = z.infer<typeof scoreExplanationQuery>;

const weight = z.number().nullable().describe('What the configuration says an event of the type is worth.');

/** Which events made a score. Contributions come from the same fold that made it, under the configuration in force. */
export const scoreExplanation = z.object({
  user_id: z.string(),
  period: z.enum(scorePeriods),
  start: z.string(),
  revision: z.string().describe('Version and configuration of the aggregator.'),
  score: z.number().describe('As it is shown.'),
  explained: z.number().describe('Sum of all contributions.'),
  adds_up: z.boolean(),
  events: z.int().describe('Events that were looked at.'),
  by_type: z.array(z.object({ event_type: z.string(), events: z.int(), weight, contribution: z.number() })),
  items: z
    .array(
      z.object({
        event_id: z.string(),
        event_type: z.string(),
        timestamp: z.string(),
        weight,
        contribution: z.number(),
        score_after: z.number(),
      }),
    )
    .describe('Newest first.'),
  next_cursor: z.string().nullable(),
  not_counted: z
    .array(z.object({ event_id: z.string(), event_type: z.string(), timestamp: z.string(), kind: z.string() }))
    .describe('Events of the window that were taken back, newest first, at most 50.'),
  freshness,
});
export type ScoreExplanation = z.infer<typeof scoreExplanation>;
