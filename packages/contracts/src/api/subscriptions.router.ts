import { z } from 'zod';
import {
  createdSubscription,
  filterTrial,
  filterTrialResult,
  secretRotation,
  sinkList,
  subscriptionChange,
  subscriptionDraft,
  subscriptionPage,
  subscriptionSearch,
  subscriptionView,
} from '../dispatch/subscription.ts';
import { actOf } from './act-of.ts';
import { adminProcedure, router } from './trpc.ts';

const tags = ['subscriptions'];
const base = '/activity/subscriptions' as const;
const one = `${base}/{subscription_id}` as const;
const query = z.strictObject({ subscription_id: z.guid() });

function switchOf(verb: 'pause' | 'resume', summary: string) {
  return adminProcedure
    .meta({ openapi: { method: 'POST', path: `${one}/${verb}`, tags, summary } })
    .input(query)
    .output(subscriptionView)
    .mutation(({ ctx, input }) => ctx.ports.subscriptions[verb](input.subscription_id, actOf(ctx)));
}

/** Who gets what: topics, filter, template and destination. */
export const subscriptionsRouter = router({
  list: adminProcedure
    .meta({ openapi: { method: 'GET', path: base, tags, summary: 'Find subscriptions with their health' } })
    .input(subscriptionSearch)
    .output(subscriptionPage)
    .query(({ ctx, input }) => ctx.ports.subscriptions.list(input)),
  get: adminProcedure
    .meta({ openapi: { method: 'GET', path: one, tags, summary: 'Get a subscription' } })
    .input(query)
    .output(subscriptionView)
    .query(({ ctx, input }) => ctx.ports.subscriptions.get(input.subscription_id)),
  create: adminProcedure
    .meta({ openapi: { method: 'POST', path: base, tags, summary: 'Subscribe; tells the signing secret once' } })
    .input(subscriptionDraft)
    .output(createdSubscription)
    .mutation(({ ctx, input }) => ctx.ports.subscriptions.create(input, actOf(ctx))),
  change: adminProcedure
    .meta({ openapi: { method: 'PATCH', path: one, tags, summary: 'Change a subscription from the next event on' } })
    .input(subscriptionChange)
    .output(subscriptionView)
    .mutation(({ ctx, input }) => ctx.ports.subscriptions.change(input, actOf(ctx))),
  remove: adminProcedure
    .meta({ openapi: { method: 'DELETE', path: one, tags, summary: 'Remove a subscription with its deliveries' } })
    .input(query)
    .output(z.object({ removed: z.literal(true) }))
    .mutation(({ ctx, input }) => ctx.ports.subscriptions.remove(input.subscription_id, actOf(ctx))),
  pause: switchOf('pause', 'Send nothing for a while; what matches waits'),
  resume: switchOf('resume', 'Send again, also after the hub disabled it'),
  rotateSecret: adminProcedure
    .meta({
      openapi: {
        method: 'POST',
        path: `${one}/secrets`,
        tags,
        summary: 'Make a new signing secret; the old one signs along',
      },
    })
    .input(secretRotation)
    .output(createdSubscription)
    .mutation(({ ctx, input }) => ctx.ports.subscriptions.rotateSecret(input, actOf(ctx))),
  sinks: adminProcedure
    .meta({ openapi: { method: 'GET', path: '/activity/sinks', tags, summary: 'List the sinks with their settings' } })
    .input(z.void())
    .output(sinkList)
    .query(({ ctx }) => ctx.ports.subscriptions.sinks()),
  tryFilter: adminProcedure
    .meta({
      openapi: { method: 'POST', path: `${base}/try`, tags, summary: 'Try topics, filter and template on past events' },
    })
    .input(filterTrial)
    .output(filterTrialResult)
    .mutation(({ ctx, input }) => ctx.ports.subscriptions.tryFilter(input)),
});
