import { z } from 'zod';
import { systemStats, trendQuery, trends } from '../activity/system-activity.ts';
import { readProcedure, router } from './trpc.ts';

export const systemRouter = router({
  stats: readProcedure
    .meta({ openapi: { method: 'GET', path: '/activity/stats', tags: ['system'], summary: 'The hub in figures' } })
    .input(z.void())
    .output(systemStats)
    .query(({ ctx }) => ctx.ports.system.stats()),
  trends: readProcedure
    .meta({ openapi: { method: 'GET', path: '/activity/trends', tags: ['system'], summary: 'Event counts over time' } })
    .input(trendQuery)
    .output(trends)
    .query(({ ctx, input }) => ctx.ports.system.trends(input)),
});
