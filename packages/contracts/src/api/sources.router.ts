import { z } from 'zod';
import { episodeList, episodeSearch, sourceList } from '../activity/source-health.ts';
import { readProcedure, router } from './trpc.ts';

export const sourcesRouter = router({
  list: readProcedure
    .meta({ openapi: { method: 'GET', path: '/activity/sources', tags: ['sources'], summary: 'How the sources are' } })
    .input(z.void())
    .output(sourceList)
    .query(({ ctx }) => ctx.ports.sources.list()),
  episodes: readProcedure
    .meta({
      openapi: {
        method: 'GET',
        path: '/activity/episodes',
        tags: ['sources'],
        summary: 'When sources were unusual or consumers late',
      },
    })
    .input(episodeSearch)
    .output(episodeList)
    .query(({ ctx, input }) => ctx.ports.sources.episodes(input)),
});
