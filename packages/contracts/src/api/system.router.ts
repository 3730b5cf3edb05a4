import { z } from 'zod';
import { systemStats, trendQuery, trends } from '../activity/system-activity.ts';
import { procedure, router } from './trpc.ts';

export const systemRouter = router({
  stats: procedure
    .meta({ openapi: { method: 'GET', path: '/activity/stats', tags: ['system'], summary: 'The hub in figures' } })
    .input(z.void())
    .output(systemStats)
    .query(({ ctx }) => ctx.ports.system.stats()),
  trends: procedure
    .meta({ openapi: { method: 'GET', path: '/activity/trends', tags: ['system'], summary: 'Event counts over time' } })
    .input(trendQuery)
    .output(trends)
    .query(({ ctx, input }) => ctx.ports.system.trends(input)),
});
