import { z } from 'zod';
import { refusedEvent } from '../activity/refused-event.ts';
import {
  discardAnswer,
  discardPlan,
  repairAttempt,
  repairEstimate,
  repairPlan,
  repairRun,
  resubmission,
  revalidation,
} from '../activity/refused-repair.ts';
import { refusedGroupSearch, refusedGroups, refusedPage, refusedSearch } from '../activity/refused-search.ts';
import { adminProcedure, router } from './trpc.ts';

const rest = (method: 'GET' | 'POST', path: string, summary: string) => ({
  openapi: { method, path: `/activity/refused${path}` as const, tags: ['refused'], summary },
});
const run = z.object({ run_id: z.guid() });

export const refusedRouter = router({
  search: adminProcedure
    .meta(rest('GET', '', 'Find refused events'))
    .input(refusedSearch)
    .output(refusedPage)
    .query(({ ctx, input }) => ctx.ports.refused.search(input)),
  groups: adminProcedure
    .meta(rest('GET', '/groups', 'Refused events by their reason, largest group first'))
    .input(refusedGroupSearch)
    .output(refusedGroups)
    .query(({ ctx, input }) => ctx.ports.refused.groups(input)),
  get: adminProcedure
    .meta(rest('GET', '/{refused_id}', 'Get one refused event with its bytes'))
    .input(z.object({ refused_id: z.guid() }))
    .output(refusedEvent)
    .query(({ ctx, input }) => ctx.ports.refused.get(input.refused_id)),
  revalidate: adminProcedure
    .meta(rest('POST', '/{refused_id}/revalidate', 'Try a repair without publishing'))
    .input(repairAttempt)
    .output(revalidation)
    .mutation(({ ctx, input }) => ctx.ports.refused.revalidate(input)),
  resubmit: adminProcedure
    .meta(rest('POST', '/{refused_id}/resubmit', 'Repair and publish one refused event, once'))
    .input(repairAttempt)
    .output(resubmission)
    .mutation(({ ctx, input }) => ctx.ports.refused.resubmit(input)),
  estimate: adminProcedure
    .meta(rest('POST', '/estimate', 'What a repair of many would do, on samples'))
    .input(repairPlan)
    .output(repairEstimate)
    .mutation(({ ctx, input }) => ctx.ports.refused.estimate(input)),
  resubmitMany: adminProcedure
    .meta(rest('POST', '/resubmit', 'Start to repair and publish many'))
    .input(repairPlan)
    .output(repairRun)
    .mutation(({ ctx, input }) => ctx.ports.refused.resubmitMany(input)),
  runs: adminProcedure
    .meta(rest('GET', '/runs', 'The last repairs of many'))
    .input(z.void())
    .output(z.object({ items: z.array(repairRun) }))
    .query(async ({ ctx }) => ({ items: [...(await ctx.ports.refused.runs())] })),
  progress: adminProcedure
    .meta(rest('GET', '/runs/{run_id}', 'How far a repair of many is'))
    .input(run)
    .output(repairRun)
    .query(({ ctx, input }) => ctx.ports.refused.progress(input.run_id)),
  cancel: adminProcedure
    .meta(rest('POST', '/runs/{run_id}/cancel', 'Stop a repair of many'))
    .input(run)
    .output(repairRun)
    .mutation(({ ctx, input }) => ctx.ports.refused.cancel(input.run_id)),
  discard: adminProcedure
    .meta(rest('POST', '/discard', 'Settle refused events without publishing them'))
    .input(discardPlan)
    .output(discardAnswer)
    .mutation(({ ctx, input }) => ctx.ports.refused.discard(input)),
});
