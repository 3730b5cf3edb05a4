import { HubError } from '@activity-hub/contracts/errors';
import type { FastifyInstance } from 'fastify';
import type { Ingest } from '../ingest/ingest-events.ts';
import { ingestRequestOf } from './ingest-request-of.ts';
import { BodyTooLarge } from './read-body.ts';

/**
 * A body that is too large is refused like any other and so kept, counted and shown: its beginning, and how
 * large it was. Nobody would ever learn of it otherwise but a producer that does not look at its answers.
 * Register it before the routes.
 */
export function keepLargeBodies(server: FastifyInstance, ingest: Ingest): void {
  server.addHook('onError', async (request, _reply, failure: unknown) => {
    if (!(failure instanceof BodyTooLarge) || request.routeOptions.config.access !== 'publish') return;
    const { code, message: detail, beginning, sentBytes } = failure;
    try {
      await ingest.refuseBody(beginning, { code, detail, pointer: '' }, ingestRequestOf(request, 'rest'), sentBytes);
    } catch (unkept) {
      // The sender gets the answer about the size, whether that could be kept or not.
      if (!(unkept instanceof HubError)) throw unkept;
    }
  });
}
