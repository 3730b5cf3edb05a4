import type { Readable } from 'node:stream';
import { HubError } from '@activity-hub/contracts/errors';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Ingest } from '../ingest/ingest-events.ts';
import { readWholeBody } from './read-body.ts';

/** What the routes of another format need: the same ingest as ours. */
export interface ForeignRoutesOptions {
  readonly ingest: Ingest;
  /** For a whole body. */
  readonly bodyTimeoutMs?: number | undefined;
}

/** Bodies of the scope arrive as bytes, so that what is refused can be kept as it was sent. */
export function readForeignBodies(scope: FastifyInstance, options: ForeignRoutesOptions, hint: string): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('application/json', (request: FastifyRequest, payload: Readable) =>
    readWholeBody(request, payload, options.bodyTimeoutMs),
  );
  scope.addContentTypeParser('*', async () => {
    throw new HubError('unsupported_media_type', hint);
  });
}

export function bytesOfBody({ body }: FastifyRequest): Buffer {
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0);
}
