import { aggregateExplanation, aggregateExplanationQuery } from '../activity/aggregate-explanation.ts';
import { readProcedure, router } from './trpc.ts';

export const aggregatesRouter = router({
  explain: readProcedure
    .meta({
      openapi: {
        method: 'GET',
        path: '/activity/aggregates/{processor}/explain',
        tags: ['aggregates'],
        summary: 'Which events made a value of an aggregator',
      },
    })
    .input(aggregateExplanationQuery)
    .output(aggregateExplanation)
    .query(({ ctx, input }) => ctx.ports.aggregates.explain(input)),
});
