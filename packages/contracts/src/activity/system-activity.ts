import { z } from 'zod';
import { freshness } from './freshness.ts';
import { toldFaultCode } from './plugin.ts';

export const systemStats = z.object({
  events_total: z.int(),
  events_by_origin: z.record(z.string(), z.int()),
  events_by_family: z.record(z.string(), z.int()),
  events_by_source: z.record(z.string(), z.int()),
  users_total: z.int(),
  refused_total: z.int().nullable().describe('null for mentors: refused events belong to no cohort.'),
  open_cases: z.int(),
  first_event_at: z.string().nullable(),
  last_event_at: z.string().nullable(),
  /** Empty for mentors, whose figures are those of their cohorts. */
  consumers: z.array(
    z.object({
      processor: z.string(),
      version: z.string(),
      lag_events: z.int(),
      status: z.enum(['running', 'quarantined']),
      reason: z.string().nullable(),
      ...toldFaultCode,
    }),
  ),
  freshness,
});
export type SystemStats = z.infer<typeof systemStats>;

export const trendSteps = ['hour', 'day', 'week', 'month'] as const;
export const trendGroups = ['none', 'family', 'type', 'source'] as const;

export const trendQuery = z.object({
  from: z.iso
    .datetime({ offset: true })
    .describe('Default: 30 days before "to". Moved back to the start of its step.')
    .optional(),
  to: z.iso.datetime({ offset: true }).describe('Default: now.').optional(),
  step: z.enum(trendSteps).describe('Default: the finest of day, week and month with at most 300 points.').optional(),
  group: z.enum(trendGroups).default('family').optional(),
  type: z.string().max(255).describe('Topic pattern.').optional(),
  user_id: z.guid().optional(),
  source: z.string().max(64).optional(),
});
export type TrendQuery = z.infer<typeof trendQuery>;

/**
 * Event counts over time from the analytics store: at most 300 points a series, steps without events
 * included; steps are in UTC, weeks begin on Monday. Largest series first; those past the twelfth are
 * added up under the name `other`.
 */
export const trends = z.object({
  from: z.string(),
  to: z.string(),
  step: z.enum(trendSteps),
  series: z.array(
    z.object({
      name: z.string(),
      points: z.array(z.object({ start: z.string(), events: z.int(), users: z.int() })),
    }),
  ),
  freshness,
});
export type Trends = z.infer<typeof trends>;

/** Alive: the process answers. Ready: it can take and durably keep events. Fresh: consumers keep up. */
export const healthReport = z.object({
  status: z.enum(['ok', 'degraded', 'down']),
  version: z.string(),
  alive: z.boolean(),
  ready: z.boolean(),
  fresh: z.boolean(),
  checks: z.array(
    z.object({
      name: z.string(),
      ok: z.boolean(),
      detail: z.string(),
      latency_ms: z.number().nullable(),
    }),
  ),
});
export type HealthReport = z.infer<typeof healthReport>;
