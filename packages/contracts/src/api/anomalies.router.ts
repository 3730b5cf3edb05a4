import { z } from 'zod';
import { anomalyCase, casePage, caseSearch } from '../activity/anomaly-case.ts';
import { readProcedure, router } from './trpc.ts';

export const anomaliesRouter = router({
  list: readProcedure
    .meta({
      openapi: { method: 'GET', path: '/activity/anomalies', tags: ['anomalies'], summary: 'List anomaly cases' },
    })
    .input(caseSearch)
    .output(casePage)
    .query(({ ctx, input }) => ctx.ports.anomalies.list(input)),
  get: readProcedure
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
