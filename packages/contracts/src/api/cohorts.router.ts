import { z } from 'zod';
import { cohort, cohortMembers, cohortMentors, cohortTitle, importAnswer, memberImport } from '../access/cohort.ts';
import { adminProcedure, readProcedure, router } from './trpc.ts';

const tags = ['cohorts'];
const cohortId = z.object({ cohort_id: z.guid() });

export const cohortsRouter = router({
  list: readProcedure
    .meta({
      openapi: { method: 'GET', path: '/activity/cohorts', tags, summary: 'List cohorts; a mentor sees the own' },
    })
    .input(z.void())
    .output(z.object({ items: z.array(cohort) }))
    .query(async ({ ctx }) => ({ items: [...(await ctx.ports.cohorts.list())] })),
  make: adminProcedure
    .meta({ openapi: { method: 'POST', path: '/activity/cohorts', tags, summary: 'Make a cohort' } })
    .input(z.object({ name: cohortTitle }))
    .output(cohort)
    .mutation(({ ctx, input }) => ctx.ports.cohorts.make(input.name)),
  rename: adminProcedure
    .meta({ openapi: { method: 'PATCH', path: '/activity/cohorts/{cohort_id}', tags, summary: 'Rename a cohort' } })
    .input(cohortId.extend({ name: cohortTitle }))
    .output(cohort)
    .mutation(({ ctx, input }) => ctx.ports.cohorts.rename(input.cohort_id, input.name)),
  remove: adminProcedure
    .meta({ openapi: { method: 'DELETE', path: '/activity/cohorts/{cohort_id}', tags, summary: 'Remove a cohort' } })
    .input(cohortId)
    .output(z.object({ cohort_id: z.string() }))
    .mutation(async ({ ctx, input }) => {
      await ctx.ports.cohorts.remove(input.cohort_id);
      return { cohort_id: input.cohort_id };
    }),
  addMembers: adminProcedure
    .meta({
      openapi: { method: 'POST', path: '/activity/cohorts/{cohort_id}/members', tags, summary: 'Add members' },
    })
    .input(cohortMembers)
    .output(cohort)
    .mutation(({ ctx, input }) => ctx.ports.cohorts.addMembers(input)),
  removeMembers: adminProcedure
    .meta({
      openapi: {
        method: 'POST',
        path: '/activity/cohorts/{cohort_id}/members/removal',
        tags,
        summary: 'Take members out',
      },
    })
    .input(cohortMembers)
    .output(cohort)
    .mutation(({ ctx, input }) => ctx.ports.cohorts.removeMembers(input)),
  setMentors: adminProcedure
    .meta({
      openapi: {
        method: 'POST',
        path: '/activity/cohorts/{cohort_id}/mentors',
        tags,
        summary: 'Say who its mentors are',
      },
    })
    .input(cohortMentors)
    .output(cohort)
    .mutation(({ ctx, input }) => ctx.ports.cohorts.setMentors(input)),
  importMembers: adminProcedure
    .meta({
      openapi: { method: 'POST', path: '/activity/cohorts/{cohort_id}/import', tags, summary: 'Add members from CSV' },
    })
    .input(memberImport)
    .output(importAnswer)
    .mutation(({ ctx, input }) => ctx.ports.cohorts.importMembers(input)),
});
