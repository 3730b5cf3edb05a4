import { z } from 'zod';
import { eventPage, eventSearch } from '../activity/event-search.ts';
import { scoreExplanation, scoreExplanationQuery } from '../activity/explanation.ts';
import {
  scorePeriods,
  userList,
  userScore,
  userStreaks,
  userSummary,
  userTimeline,
} from '../activity/user-activity.ts';
import { userMetrics, userMetricsQuery } from '../activity/user-metrics.ts';
import { userWorks, workQuery } from '../activity/work-trace.ts';
import { readProcedure, router } from './trpc.ts';

const userId = z.object({ user_id: z.guid() });
const day = z.iso.date();

export const usersRouter = router({
  list: readProcedure
    .meta({
      openapi: {
        method: 'GET',
        path: '/activity/users',
        tags: ['users'],
        summary: 'List users, latest activity first',
      },
    })
    .input(
      z.object({
        prefix: z
          .string()
          .max(36)
          .regex(/^[0-9a-fA-F-]*$/)
          .optional(),
        search: z.string().min(1).max(200).describe('Part of the name.').optional(),
        limit: z.number().int().min(1).max(200).default(50).optional(),
      }),
    )
    .output(userList)
    .query(({ ctx, input }) => ctx.ports.users.list({ ...input, limit: input.limit ?? 50 })),
  events: readProcedure
    .meta({
      openapi: {
        method: 'GET',
        path: '/activity/users/{user_id}/events',
        tags: ['users'],
        summary: "Find a user's events",
      },
    })
    .input(eventSearch.extend(userId.shape))
    .output(eventPage)
    .query(({ ctx, input }) => ctx.ports.events.search(input)),
  timeline: readProcedure
    .meta({
      openapi: {
        method: 'GET',
        path: '/activity/users/{user_id}/timeline',
        tags: ['users'],
        summary: 'Days of a user, newest first',
      },
    })
    .input(
      userId.extend({
        cursor: z.string().max(512).optional(),
        days: z.number().int().min(1).max(60).default(14).optional(),
      }),
    )
    .output(userTimeline)
    .query(({ ctx, input }) =>
      ctx.ports.users.timeline({ user_id: input.user_id, cursor: input.cursor, days: input.days ?? 14 }),
    ),
  score: readProcedure
    .meta({
      openapi: {
        method: 'GET',
        path: '/activity/users/{user_id}/score',
        tags: ['users'],
        summary: 'Activity score over time',
      },
    })
    .input(
      userId.extend({
        period: z.enum(scorePeriods).default('daily').optional(),
        from: day.optional(),
        to: day.optional(),
      }),
    )
    .output(userScore)
    .query(({ ctx, input }) => ctx.ports.users.score({ ...input, period: input.period ?? 'daily' })),
  explainScore: readProcedure
    .meta({
      openapi: {
        method: 'GET',
        path: '/activity/users/{user_id}/score/explain',
        tags: ['users'],
        summary: 'Which events made a score',
      },
    })
    .input(scoreExplanationQuery)
    .output(scoreExplanation)
    .query(({ ctx, input }) => ctx.ports.users.explainScore(input)),
  metrics: readProcedure
    .meta({
      openapi: {
        method: 'GET',
        path: '/activity/users/{user_id}/metrics',
        tags: ['users'],
        summary: 'Time series that plugins keep of a user',
      },
    })
    .input(userMetricsQuery)
    .output(userMetrics)
    .query(({ ctx, input }) => ctx.ports.users.metrics(input)),
  streaks: readProcedure
    .meta({
      openapi: {
        method: 'GET',
        path: '/activity/users/{user_id}/streaks',
        tags: ['users'],
        summary: 'Daily and weekly streaks',
      },
    })
    .input(userId)
    .output(userStreaks)
    .query(({ ctx, input }) => ctx.ports.users.streaks(input.user_id)),
  summary: readProcedure
    .meta({
      openapi: {
        method: 'GET',
        path: '/activity/users/{user_id}/summary',
        tags: ['users'],
        summary: 'A user at a glance',
      },
    })
    .input(userId)
    .output(userSummary)
    .query(({ ctx, input }) => ctx.ports.users.summary(input.user_id)),
  works: readProcedure
    .meta({
      openapi: {
        method: 'GET',
        path: '/activity/users/{user_id}/works',
        tags: ['users'],
        summary: 'Works a user took part in, latest activity first',
      },
    })
    .input(userId.extend(workQuery.shape))
    .output(userWorks)
    .query(({ ctx, input }) => ctx.ports.works.ofUser({ ...input, limit: input.limit ?? 20 })),
});
