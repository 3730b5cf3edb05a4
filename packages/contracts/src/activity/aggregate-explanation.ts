import { z } from 'zod';
import { jsonDocument } from '../schema/event-schema.ts';
import { freshness } from './freshness.ts';

export const aggregateExplanationQuery = z.object({
  processor: z.string().min(1).max(64).describe('Id of the aggregator.'),
  key: z.string().min(1).max(512).describe('Of most aggregators the id of the user.'),
  window: z.string().min(1).max(64).default('all').describe('A kind of window that the aggregator keeps.').optional(),
  start: z.string().max(64).default('').describe('Start of the window; empty for `all`.').optional(),
  cursor: z.string().max(512).optional(),
  limit: z.number().int().min(1).max(200).default(50).optional(),
});
export type AggregateExplanationQuery = z.infer<typeof aggregateExplanationQuery>;

const shownValue = jsonDocument.nullable();

const change = z.object({
  pointer: z.string().describe('Where in the value (RFC 6901).'),
  before: z.unknown().describe('Left out: was not there.').optional(),
  after: z.unknown().describe('Left out: is not there any more.').optional(),
  cut: z.boolean().describe('Too long to be told here.'),
});
export type ValueChange = z.infer<typeof change>;

/** What happened to the value: as an amount where the aggregator says one, else as differences of what it shows. */
const effect = {
  amount: z.object({ before: z.number(), after: z.number(), contribution: z.number() }).nullable(),
  changes: z.array(change).describe('At most 20.').nullable(),
  more_changes: z.int(),
};

const contribution = z.object({
  event_id: z.string(),
  event_type: z.string(),
  timestamp: z.string(),
  weight: z.number().nullable().describe('What the configuration says the event is worth.'),
  ...effect,
  fault: z.string().nullable().describe('The aggregator failed at it, so it counts for nothing.'),
});
export type AggregateContribution = z.infer<typeof contribution>;

const timePassed = z.object({ until: z.string(), ...effect });
export type TimePassed = z.infer<typeof timePassed>;

const total = z.object({
  events: z.int().describe('Events up to there.'),
  amount: z.number().nullable(),
  value: shownValue,
});
export type RunningTotal = z.infer<typeof total>;

export const mismatchReasons = ['recorded_meanwhile', 'pages_moved', 'differs'] as const;

/** Which events made a value, in order of occurrence: the fold of the live revision once more, over the same events. */
export const aggregateExplanation = z.object({
  processor: z.string(),
  revision: z.string().describe('Version and configuration of the aggregator.'),
  key: z.string(),
  window: z.object({ kind: z.string(), start: z.string() }),
  value: shownValue.describe('As it is stored and shown: the view, else the state. Null: nothing is held.'),
  shows: z.enum(['view', 'state']),
  amount: z.number().nullable().describe('What all events give together; null: the aggregator names no amount.'),
  events: z.int().describe('All events of the key and window.'),
  by_type: z.array(
    z.object({
      event_type: z.string(),
      events: z.int(),
      weight: z.number().nullable(),
      contribution: z.number().nullable(),
    }),
  ),
  before: total.describe('Before the first event of the page: what the page before ended with.'),
  after: total.describe('After the last event of the page.'),
  items: z.array(contribution).describe('Oldest first.'),
  time_passed: timePassed
    .nullable()
    .describe('On the last page: what time alone changed after the last event (deadlines).'),
  next_cursor: z.string().nullable(),
  adds_up: z.boolean().describe('The events fold to the value, and the page goes on where the one before ended.'),
  reason: z
    .enum(mismatchReasons)
    .nullable()
    .describe(
      'Why not: recorded_meanwhile (ask again in a moment), pages_moved (begin again without a cursor), differs (the value was not made by this fold: restart or rebuild the plugin).',
    ),
  not_counted: z
    .array(z.object({ event_id: z.string(), event_type: z.string(), timestamp: z.string(), kind: z.string() }))
    .describe('Events of the key and window that were taken back, newest first, at most 50.'),
  freshness,
});
export type AggregateExplanation = z.infer<typeof aggregateExplanation>;
