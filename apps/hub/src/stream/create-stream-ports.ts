import type { StreamPorts } from '@activity-hub/contracts/api/stream-ports';
import { HubError } from '@activity-hub/contracts/errors';
import type { Asking } from '../auth/asking.ts';
import { openStream, type StreamSources } from './open-stream.ts';

/** The stream for the procedures of one caller. */
export function createStreamPorts(sources: StreamSources, asking: Asking): StreamPorts {
  return {
    async *follow(query, signal) {
      // A stream that fails ends before its connection does: the place is free then too.
      const ended = new AbortController();
      try {
        const { cursor, groups } = await openStream(sources, query, asking, AbortSignal.any([signal, ended.signal]));
        yield { type: 'heartbeat', cursor };
        for await (const group of groups) yield* group;
        // A client of tRPC takes a plain end for the end of the matter.
        if (!signal.aborted)
          throw new HubError('shutting_down', 'The hub is shutting down; go on from the last cursor.');
      } finally {
        ended.abort();
      }
    },
  };
}
