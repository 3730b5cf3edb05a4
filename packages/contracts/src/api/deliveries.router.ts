import { z } from 'zod';
import {
  acknowledged,
  acknowledgement,
  deadLetterGroups,
  deliveryDetail,
  deliveryPage,
  deliveryQuery,
  deliverySearch,
  pulledDeliveries,
  pullRequest,
  resending,
} from '../dispatch/delivery.ts';
import {
  deadLetterDiscard,
  redriveEstimate,
  redrivePlan,
  redriveRun,
  redriveRuns,
  redriveStart,
} from '../dispatch/redrive.ts';
import { actOf } from './act-of.ts';
import { adminProcedure, readProcedure, router } from './trpc.ts';

const subscriptions = '/activity/subscriptions/{subscription_id}' as const;
const one = `${subscriptions}/deliveries/{delivery_id}` as const;
const runs = '/activity/redrives/{run_id}' as const;
const run = z.strictObject({ run_id: z.guid() });

const rest = <Path extends `/${string}`>(method: 'GET' | 'POST', path: Path, summary: string) => ({
  openapi: { method, path, tags: ['deliveries'], summary },
});

function steering(step: 'pause' | 'resume' | 'cancel', summary: string) {
  return adminProcedure
    .meta(rest('POST', `${runs}/${step}`, summary))
    .input(run)
    .output(redriveRun)
    .mutation(({ ctx, input }) => ctx.ports.subscriptions.steerRedrive(input.run_id, step, actOf(ctx)));
}

/** The four repairs, kept apart: resend one, recover what failed, replay what was missed, redrive dead letters. */
const repairs = {
  resend: adminProcedure
    .meta(rest('POST', `${one}/resend`, 'Send one delivery once more, also an edited one'))
    .input(resending)
    .output(deliveryDetail)
    .mutation(({ ctx, input }) => ctx.ports.subscriptions.resend(input, actOf(ctx))),
  skip: adminProcedure
    .meta(rest('POST', `${one}/skip`, 'Give up a delivery that holds up the later ones of its user'))
    .input(deliveryQuery)
    .output(deliveryDetail)
    .mutation(({ ctx, input }) => ctx.ports.subscriptions.skip(input, actOf(ctx))),
  discard: adminProcedure
    .meta(rest('POST', `${subscriptions}/dead-letters/discard`, 'Settle dead letters without sending them'))
    .input(deadLetterDiscard)
    .output(z.object({ discarded: z.int() }))
    .mutation(({ ctx, input }) => ctx.ports.subscriptions.discard(input, actOf(ctx))),
  estimateRedrive: adminProcedure
    .meta(rest('POST', `${subscriptions}/redrives/estimate`, 'What a repair of many would send'))
    .input(redrivePlan)
    .output(redriveEstimate)
    .mutation(({ ctx, input }) => ctx.ports.subscriptions.estimateRedrive(input)),
  startRedrive: adminProcedure
    .meta(rest('POST', `${subscriptions}/redrives`, 'Start a repair of many, as it was estimated'))
    .input(redriveStart)
    .output(redriveRun)
    .mutation(({ ctx, input }) => ctx.ports.subscriptions.startRedrive(input, actOf(ctx))),
  redrives: adminProcedure
    .meta(rest('GET', `${subscriptions}/redrives`, 'The last repairs of many'))
    .input(z.strictObject({ subscription_id: z.guid() }))
    .output(redriveRuns)
    .query(async ({ ctx, input }) => ({ items: [...(await ctx.ports.subscriptions.redrives(input.subscription_id))] })),
  redrive: adminProcedure
    .meta(rest('GET', runs, 'How far a repair of many is'))
    .input(run)
    .output(redriveRun)
    .query(({ ctx, input }) => ctx.ports.subscriptions.redrive(input.run_id)),
  pauseRedrive: steering('pause', 'Let a repair of many rest'),
  resumeRedrive: steering('resume', 'Let a repair of many go on'),
  cancelRedrive: steering('cancel', 'End a repair of many; what it sent stays sent'),
};

/** What became of the events that matched. */
export const deliveriesRouter = router({
  search: adminProcedure
    .meta(rest('GET', `${subscriptions}/deliveries`, 'List the deliveries of a subscription, newest first'))
    .input(deliverySearch)
    .output(deliveryPage)
    .query(({ ctx, input }) => ctx.ports.subscriptions.deliveries(input)),
  get: adminProcedure
    .meta(rest('GET', one, 'Get a delivery with every attempt'))
    .input(deliveryQuery)
    .output(deliveryDetail)
    .query(({ ctx, input }) => ctx.ports.subscriptions.delivery(input)),
  deadLetters: adminProcedure
    .meta(rest('GET', '/activity/dead-letters', 'Dead letters by how they failed, largest group first'))
    .input(z.strictObject({ subscription_id: z.guid().optional() }))
    .output(deadLetterGroups)
    .query(({ ctx, input }) => ctx.ports.subscriptions.deadLetters(input.subscription_id)),
  pull: readProcedure
    .meta(rest('POST', `${subscriptions}/pull`, 'Take what is due, for those behind a firewall'))
    .input(pullRequest)
    .output(pulledDeliveries)
    .mutation(({ ctx, input }) => ctx.ports.subscriptions.pull(input, actOf(ctx))),
  acknowledge: readProcedure
    .meta(rest('POST', `${subscriptions}/acknowledge`, 'Settle what was pulled'))
    .input(acknowledgement)
    .output(acknowledged)
    .mutation(({ ctx, input }) => ctx.ports.subscriptions.acknowledge(input, actOf(ctx))),
  ...repairs,
});
