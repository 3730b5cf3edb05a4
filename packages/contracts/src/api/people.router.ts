import { z } from 'zod';
import {
  chosenPassword,
  firstAdmin,
  invitation,
  me,
  newPerson,
  person,
  personChange,
  setupState,
} from '../access/person.ts';
import { adminProcedure, openProcedure, readProcedure, router } from './trpc.ts';

const tags = ['people'];

export const peopleRouter = router({
  setupState: openProcedure
    .meta({
      openapi: {
        method: 'GET',
        path: '/activity/people/setup',
        tags,
        summary: 'Whether the first admin is to be made',
      },
    })
    .input(z.void())
    .output(setupState)
    .query(({ ctx }) => ctx.ports.people.setupState()),
  setUp: openProcedure
    .meta({ openapi: { method: 'POST', path: '/activity/people/setup', tags, summary: 'Make the first admin, once' } })
    .input(firstAdmin)
    .output(person)
    .mutation(({ ctx, input }) => ctx.ports.people.setUp(input)),
  me: readProcedure
    .meta({ openapi: { method: 'GET', path: '/activity/people/me', tags, summary: 'Who am I to the hub' } })
    .input(z.void())
    .output(me)
    .query(({ ctx }) => ctx.ports.people.me()),
  list: adminProcedure
    .meta({ openapi: { method: 'GET', path: '/activity/people', tags, summary: 'List the people who sign in' } })
    .input(z.void())
    .output(z.object({ items: z.array(person) }))
    .query(async ({ ctx }) => ({ items: [...(await ctx.ports.people.list())] })),
  make: adminProcedure
    .meta({ openapi: { method: 'POST', path: '/activity/people', tags, summary: 'Invite an admin or a mentor' } })
    .input(newPerson)
    .output(z.object({ person, invitation }))
    .mutation(({ ctx, input }) => ctx.ports.people.make(input)),
  update: adminProcedure
    .meta({
      openapi: {
        method: 'PATCH',
        path: '/activity/people/{person_id}',
        tags,
        summary: 'Change role, name, or disable',
      },
    })
    .input(personChange)
    .output(person)
    .mutation(({ ctx, input }) => ctx.ports.people.update(input)),
  resetPassword: adminProcedure
    .meta({
      openapi: {
        method: 'POST',
        path: '/activity/people/{person_id}/password-reset',
        tags,
        summary: 'Make a new link to choose a password',
      },
    })
    .input(z.object({ person_id: z.string().min(1).max(64) }))
    .output(invitation)
    .mutation(({ ctx, input }) => ctx.ports.people.resetPassword(input.person_id)),
  /** Open: the token is the credential. */
  choosePassword: openProcedure
    .meta({
      openapi: {
        method: 'POST',
        path: '/activity/people/password',
        tags,
        summary: 'Choose a password by an invitation',
      },
    })
    .input(chosenPassword)
    .output(z.object({ email: z.string() }))
    .mutation(({ ctx, input }) => ctx.ports.people.choosePassword(input)),
});
