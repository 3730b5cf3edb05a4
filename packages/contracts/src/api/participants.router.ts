import { participant, participantChange, participantPage, participantSearch } from '../access/participant.ts';
import { adminProcedure, readProcedure, router } from './trpc.ts';

const tags = ['participants'];

export const participantsRouter = router({
  list: readProcedure
    .meta({
      openapi: { method: 'GET', path: '/activity/participants', tags, summary: 'Find participants by name' },
    })
    .input(participantSearch)
    .output(participantPage)
    .query(({ ctx, input }) => ctx.ports.participants.list(input)),
  update: adminProcedure
    .meta({
      openapi: {
        method: 'PATCH',
        path: '/activity/participants/{user_id}',
        tags,
        summary: 'Say what is known of a participant',
      },
    })
    .input(participantChange)
    .output(participant)
    .mutation(({ ctx, input }) => ctx.ports.participants.update(input)),
});
