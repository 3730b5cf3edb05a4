import { Readable } from 'node:stream';
import { HubError } from '@activity-hub/contracts/errors';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { decodeBody } from '../ingest/decode-body.ts';
import type { Ingest } from '../ingest/ingest-events.ts';
import { ingestLines } from '../ingest/ingest-lines.ts';
import { splitLines } from '../ingest/split-lines.ts';
import { batchType, cloudEventModeOf, cloudEventsBody, structuredType } from './cloudevents-body.ts';
import { ingestRequestOf } from './ingest-request-of.ts';
import { answerBatch, answerSingle } from './publish-body.ts';
import { encodingOf, inflated, readFailure, readWholeBody, wholeBodyTimeoutMs } from './read-body.ts';
import { bytesOfBody } from './read-foreign-body.ts';

export interface IngestRoutesOptions {
  readonly ingest: Ingest;
  /** For a whole body, and for the silence within a stream. */
  readonly bodyTimeoutMs?: number | undefined;
}

const takenTypes =
  'Send application/json, application/x-ndjson for a stream of events, or CloudEvents (application/cloudevents+json, application/cloudevents-batch+json, or ce- headers).';

/** Any failure of reading is the sender's or the connection's, and must not pass for a fault of the hub. */
async function* knownFailures<Portion>(portions: AsyncGenerator<Portion>): AsyncGenerator<Portion> {
  try {
    yield* portions;
  } catch (failure) {
    throw readFailure(failure);
  }
}

interface StreamOptions {
  readonly ingest: Ingest;
  readonly idleMs: number;
  readonly closing: AbortSignal;
}

function ingestStream(request: FastifyRequest, reply: FastifyReply, options: StreamOptions): FastifyReply {
  const { ingest, idleMs, closing } = options;
  const stream = inflated(request.body as Readable, encodingOf(request));
  const { verdicts } = request.query as { readonly verdicts?: unknown };
  const lines = ingestLines(ingest, knownFailures(splitLines(stream, { idleMs, signal: closing })), {
    everyVerdict: verdicts === 'all',
    signal: closing,
    request: ingestRequestOf(request, 'ndjson'),
  });
  // The answer may end before the stream does (an error, a silence); the rest is not waited for.
  return reply.status(200).header('connection', 'close').type('application/x-ndjson').send(Readable.from(lines));
}

/** `POST /activity/events` and `POST /activity/events/batch`. */
export async function registerIngestRoutes(server: FastifyInstance, options: IngestRoutesOptions): Promise<void> {
  const { ingest } = options;
  const timeoutMs = options.bodyTimeoutMs ?? wholeBodyTimeoutMs;
  const closing = new AbortController();
  // Before the server waits for its requests: a stream of events would keep it alive for as long as it lasts.
  server.addHook('preClose', async () => {
    closing.abort(
      new HubError('shutting_down', 'The hub is shutting down. Send the rest of the stream again in a moment.'),
    );
  });
  await server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    const wholeBody = (request: FastifyRequest, payload: Readable): Promise<Buffer> =>
      readWholeBody(request, payload, timeoutMs);
    scope.addContentTypeParser(['application/json', structuredType, batchType], wholeBody);
    // With `ce-` headers the content type is that of the data, whatever it is.
    scope.addContentTypeParser('*', async (request: FastifyRequest, payload: Readable) => {
      if (cloudEventModeOf(request) === undefined) throw new HubError('unsupported_media_type', takenTypes);
      return wholeBody(request, payload);
    });
    scope.addContentTypeParser(
      ['application/x-ndjson', 'application/ndjson'],
      async (_request: FastifyRequest, payload: Readable) => payload,
    );
    scope.post('/activity/events', { config: { access: 'publish' } }, async (request, reply) => {
      const { body } = request;
      if (body instanceof Readable)
        throw new HubError('unsupported_media_type', 'Send streams of events to /activity/events/batch.');
      const bytes = bytesOfBody(request);
      const mode = cloudEventModeOf(request);
      if (mode !== undefined) {
        const sent = cloudEventsBody(request, bytes, mode);
        return mode === 'batch' ? answerBatch(ingest, sent, reply) : answerSingle(ingest, sent, reply);
      }
      const sent = { body: bytes, decoded: decodeBody(bytes, 'single'), request: ingestRequestOf(request, 'rest') };
      return answerSingle(ingest, sent, reply);
    });
    scope.post('/activity/events/batch', { config: { access: 'publish' } }, async (request, reply) => {
      const { body } = request;
      if (body instanceof Readable)
        return ingestStream(request, reply, { ingest, idleMs: timeoutMs, closing: closing.signal });
      if (cloudEventModeOf(request) !== undefined)
        throw new HubError('unsupported_media_type', 'Send CloudEvents to /activity/events, in batch mode too.');
      const bytes = bytesOfBody(request);
      const sent = { body: bytes, decoded: decodeBody(bytes, 'batch'), request: ingestRequestOf(request, 'rest') };
      return answerBatch(ingest, sent, reply);
    });
  });
}
