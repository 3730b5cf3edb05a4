import { z } from 'zod';

/** So many points a chart can show; a longer series is put together from means. */
export const maxMetricPoints = 300;

export const userMetricsQuery = z.object({
  user_id: z.guid(),
  metric_type: z.string().min(1).max(100).describe('One series instead of all.').optional(),
  from: z.iso.date().describe('First day in UTC; 90 days before `to` if left out.').optional(),
  to: z.iso.date().describe('Last day in UTC; today if left out.').optional(),
});
export type UserMetricsQuery = z.infer<typeof userMetricsQuery>;

/** The time series that plugins keep of one user, each with at most 300 points, oldest first. */
export const userMetrics = z.object({
  user_id: z.string(),
  from: z.string(),
  to: z.string(),
  series: z.array(
    z.object({
      plugin_id: z.string(),
      metric_type: z.string(),
      points: z.array(
        z.object({
          at: z.string().describe('Begin of the stretch of time that the point stands for.'),
          value: z.number().describe('Mean of the stretch.'),
          min: z.number(),
          max: z.number(),
          points: z.int().describe('How many points it is made of.'),
        }),
      ),
    }),
  ),
});
export type UserMetrics = z.infer<typeof userMetrics>;
