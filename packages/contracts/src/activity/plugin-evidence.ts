import { z } from 'zod';
import { pluginQuery, processorStatus, toldFaultCode } from './plugin.ts';

/** How often states of one window kind agree. */
const windowDifference = z.object({
  window_kind: z.string(),
  same: z.int(),
  changed: z.int(),
  missing: z.int().describe('In the live revision only.'),
  only_new: z.int().describe('In the other revision only.'),
});

const differenceSample = z.object({
  key: z.string(),
  window_kind: z.string(),
  window_start: z.string(),
  verdict: z.enum(['changed', 'missing', 'only_new']),
  live: z.json().nullable().describe('What is shown of the state of the live revision.'),
  other: z.json().nullable(),
});
export type DifferenceSample = z.infer<typeof differenceSample>;

/** States of a revision beside those of the live one, compared where both have looked at the same events. */
export const revisionDifference = z.object({
  revision: z.string(),
  live_revision: z.string(),
  cursors_equal: z.boolean().describe('Both have looked at the same events: everything is compared.'),
  live_events: z.int().describe('How far the live revision is: events of the log it has looked at.'),
  other_events: z.int(),
  not_reached: z.int().describe('States left out: the live revision folded events the other has not looked at yet.'),
  windows: z.array(windowDifference),
  samples: z.array(differenceSample).describe('At most 20 of different keys and kinds of windows, changed ones first.'),
});
export type RevisionDifference = z.infer<typeof revisionDifference>;

export const logLevels = ['debug', 'info', 'warn', 'error'] as const;
export type PluginLogLevel = (typeof logLevels)[number];

export const pluginLogLine = z.object({
  log_id: z.int(),
  revision: z.string().nullable(),
  at: z.string(),
  level: z.enum(logLevels),
  message: z.string(),
  message_code: toldFaultCode.reason_code.describe(
    'What the host of the plugin says, with its values; null: the plugin printed it.',
  ),
  message_values: toldFaultCode.reason_values,
  fields: z.record(z.string(), z.json()),
});
export type PluginLogLine = z.infer<typeof pluginLogLine>;

export const pluginLogSearch = pluginQuery.extend({
  level: z.enum(logLevels).describe('This one and what is worse.').optional(),
  cursor: z.string().max(64).optional(),
  limit: z.number().int().min(1).max(200).default(50).optional(),
});
export type PluginLogSearch = z.infer<typeof pluginLogSearch>;

/** Newest first; the hub keeps the newest 1,000 of each plugin. */
export const pluginLogPage = z.object({ items: z.array(pluginLogLine), next_cursor: z.string().nullable() });
export type PluginLogPage = z.infer<typeof pluginLogPage>;

const errorSample = z.object({
  event_id: z.string(),
  revision: z.string(),
  lane: z.int(),
  offset: z.int(),
  at: z.string(),
});

/** Events a plugin failed at for one reason, whatever ids and numbers it names. */
export const pluginErrorGroup = z.object({
  reason: z.string().describe('Of the newest one.'),
  ...toldFaultCode,
  count: z.int(),
  first_at: z.string(),
  last_at: z.string(),
  samples: z.array(errorSample).describe('The newest 5.'),
});
export type PluginErrorGroup = z.infer<typeof pluginErrorGroup>;

export const pluginErrorSearch = pluginQuery.extend({
  revision: z.string().max(100).optional(),
  limit: z.number().int().min(1).max(100).default(20).optional(),
});
export type PluginErrorSearch = z.infer<typeof pluginErrorSearch>;

/** Largest first. `more`: smaller groups were left out. */
export const pluginErrors = z.object({ items: z.array(pluginErrorGroup), more: z.boolean() });
export type PluginErrors = z.infer<typeof pluginErrors>;

export const pluginMetricsQuery = pluginQuery.extend({
  days: z.number().int().min(1).max(366).default(30).describe('Days back from today, in UTC.').optional(),
});
export type PluginMetricsQuery = z.infer<typeof pluginMetricsQuery>;

const metricDay = z.object({
  day: z.string(),
  points: z.int(),
  mean: z.number(),
  min: z.number(),
  max: z.number(),
});

/** The time series the live revision writes, a day a point; and how its revisions run. */
export const pluginMetrics = z.object({
  metrics: z.array(z.object({ metric_type: z.string(), days: z.array(metricDay) })),
  statuses: z.array(processorStatus),
});
export type PluginMetrics = z.infer<typeof pluginMetrics>;
