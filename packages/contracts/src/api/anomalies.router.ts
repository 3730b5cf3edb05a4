import { z } from 'zod';
import { anomalyCase, casePage, caseSearch, escalatedCase, escalation } from '../activity/anomaly-case.ts';
import { actOf } from './act-of.ts';
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
  escalate: readProcedure
    .meta({
      openapi: {
        method: 'POST',
        path: '/activity/anomalies/{case_id}/escalate',
        tags: ['anomalies'],
        summary: 'Escalate a case, for example to the CRM',
      },
    })
    .input(escalation)
    .output(escalatedCase)
    .mutation(({ ctx, input }) => ctx.ports.cases.escalate(input, actOf(ctx))),
});
