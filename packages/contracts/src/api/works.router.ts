import { z } from 'zod';
import { workTrace } from '../activity/work-trace.ts';
import { readProcedure, router } from './trpc.ts';

export const worksRouter = router({
  get: readProcedure
    .meta({
      openapi: {
        method: 'GET',
        path: '/activity/works/{work_id}',
        tags: ['works'],
        summary: 'Get the trace of a work',
      },
    })
    .input(z.object({ work_id: z.string().min(1).max(255) }))
    .output(workTrace)
    .query(({ ctx, input }) => ctx.ports.works.get(input.work_id)),
});
