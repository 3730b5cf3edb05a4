import { z } from 'zod';
import type { ActivityEvent } from '../event.ts';
import { batchAnswer, verdict } from '../receipt.ts';
import { publishProcedure, router } from './trpc.ts';

/** Typed for clients and checked by ingest: a check here would answer other codes than every other surface. */
const event = z.custom<ActivityEvent>();
const events = z.custom<readonly ActivityEvent[]>();

export const publishRouter = router({
  /** A refused event or a conflict is an answer too: look at its `status`. */
  event: publishProcedure
    .input(event)
    .output(verdict)
    .mutation(({ ctx, input }) => ctx.ports.publish.event(input)),
  batch: publishProcedure
    .input(events)
    .output(batchAnswer)
    .mutation(({ ctx, input }) => ctx.ports.publish.batch(input)),
});
