import { auditPage, auditSearch, viewPage, viewSearch } from '../access/audit.ts';
import { adminProcedure, router } from './trpc.ts';

const tags = ['audit'];

export const auditRouter = router({
  list: adminProcedure
    .meta({ openapi: { method: 'GET', path: '/activity/audit', tags, summary: 'Who changed what' } })
    .input(auditSearch)
    .output(auditPage)
    .query(({ ctx, input }) => ctx.ports.audit.list(input)),
  views: adminProcedure
    .meta({ openapi: { method: 'GET', path: '/activity/audit/views', tags, summary: 'Who viewed a participant' } })
    .input(viewSearch)
    .output(viewPage)
    .query(({ ctx, input }) => ctx.ports.audit.views(input)),
});
