import { tracked } from '@trpc/server';
import { streamQuery } from '../dispatch/stream.ts';
import { readProcedure, router } from './trpc.ts';

/** A client that comes again says by itself where it was, beside what it asked for in the beginning. */
const followQuery = streamQuery.extend({ lastEventId: streamQuery.shape.cursor });

export const streamRouter = router({
  /** The log as it grows: the pieces of `GET /activity/stream`, tracked by their cursors. */
  follow: readProcedure.input(followQuery).subscription(async function* ({ ctx, input, signal }) {
    const { lastEventId, ...query } = input;
    const wanted = { ...query, cursor: lastEventId ?? query.cursor };
    const frames = ctx.ports.stream.follow(wanted, signal ?? new AbortController().signal);
    for await (const frame of frames) yield tracked(frame.cursor, frame);
  }),
});
