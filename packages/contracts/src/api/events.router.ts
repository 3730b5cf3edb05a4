import { z } from 'zod';
import { unmasking } from '../access/audit.ts';
import { correctionAnswer, correctionState, replacing, voiding } from '../activity/event-correction.ts';
import { eventPage, eventRowPage, eventSearch, eventTypeInfo, markedEvent } from '../activity/event-search.ts';
import { actOf } from './act-of.ts';
import { adminProcedure, publishProcedure, readProcedure, router } from './trpc.ts';

export const eventsRouter = router({
  search: readProcedure
    .meta({ openapi: { method: 'GET', path: '/activity/events', tags: ['events'], summary: 'Find events' } })
    .input(eventSearch)
    .output(eventPage)
    .query(({ ctx, input }) => ctx.ports.events.search(input)),
  /** For lists: the same search without payloads. */
  rows: readProcedure
    .input(eventSearch)
    .output(eventRowPage)
    .query(({ ctx, input }) => ctx.ports.events.rows(input)),
  types: readProcedure
    .meta({
      openapi: { method: 'GET', path: '/activity/events/types', tags: ['events'], summary: 'List the event types' },
    })
    .input(z.void())
    .output(z.object({ items: z.array(eventTypeInfo) }))
    .query(async ({ ctx }) => ({ items: [...(await ctx.ports.events.types())] })),
  get: readProcedure
    .meta({
      openapi: { method: 'GET', path: '/activity/events/{event_id}', tags: ['events'], summary: 'Get one event' },
    })
    .input(
      z.object({
        event_id: z.string().min(1).max(255),
        as_version: z.string().min(1).max(96).describe('Show the event as this later version of its type.').optional(),
      }),
    )
    .output(markedEvent)
    .query(({ ctx, input }) => ctx.ports.events.get(input.event_id, input.as_version)),
  correction: readProcedure
    .meta({
      openapi: {
        method: 'GET',
        path: '/activity/events/{event_id}/correction',
        tags: ['events'],
        summary: 'Whether an event was taken back',
      },
    })
    .input(z.object({ event_id: z.guid() }))
    .output(correctionState)
    .query(async ({ ctx, input }) => {
      // Who may not see the event learns nothing of its correction either.
      await ctx.ports.events.get(input.event_id);
      return await ctx.ports.corrections.stateOf(input.event_id);
    }),
  /** The log keeps the event; nothing counts it any more. Of a key's own source, or by an admin. */
  void: publishProcedure
    .meta({
      openapi: {
        method: 'POST',
        path: '/activity/events/{event_id}/void',
        tags: ['events'],
        summary: 'Take an event back',
      },
    })
    .input(voiding)
    .output(correctionAnswer)
    .mutation(({ ctx, input }) => ctx.ports.corrections.voidEvent(input, actOf(ctx))),
  replace: publishProcedure
    .meta({
      openapi: {
        method: 'POST',
        path: '/activity/events/{event_id}/replace',
        tags: ['events'],
        summary: 'Put another event in the place of one',
      },
    })
    .input(replacing)
    .output(correctionAnswer)
    .mutation(({ ctx, input }) => ctx.ports.corrections.replaceEvent(input, actOf(ctx))),
  /** Personal fields are masked in every other answer; this act is audited with its reason. */
  unmask: adminProcedure
    .meta({
      openapi: {
        method: 'POST',
        path: '/activity/events/{event_id}/unmask',
        tags: ['events'],
        summary: 'See the personal fields of an event',
      },
    })
    .input(unmasking)
    .output(markedEvent)
    .mutation(({ ctx, input }) => ctx.ports.events.unmask(input)),
});
