import { z } from 'zod';
import { anomalyCase, casePage, caseSearch } from '../activity/anomaly-case.ts';
import { procedure, router } from './trpc.ts';

export const anomaliesRouter = router({
  list: procedure
    .meta({
      openapi: { method: 'GET', path: '/activity/anomalies', tags: ['anomalies'], summary: 'List anomaly cases' },
    })
    .input(caseSearch)
    .output(casePage)
    .query(({ ctx, input }) => ctx.ports.anomalies.list(input)),
  get: procedure
    .meta({
      openapi: {
        method: 'GET',
        path: '/activity/anomalies/{case_id}',
        tags: ['anomalies'],
        summary: 'Get one anomaly case',
      },
    })
    .input(z.object({ case_id: z.guid() }))
    .output(anomalyCase)
    .query(({ ctx, input }) => ctx.ports.anomalies.get(input.case_id)),
});
