import { Readable } from 'node:stream';
import { type ErrorCode, HubError, problemOf } from '@activity-hub/contracts/errors';
import { EVENT_LIMITS } from '@activity-hub/contracts/event';
import type { Verdict } from '@activity-hub/contracts/receipt';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { decodeBody } from '../ingest/decode-body.ts';
import type { Ingest } from '../ingest/ingest-events.ts';
import { ingestLines } from '../ingest/ingest-lines.ts';
import type { IngestRequest } from '../ingest/ingest-request.ts';
import { splitLines } from '../ingest/split-lines.ts';
import { batchAnswerOf } from './batch-answer-of.ts';
import { ingestRequestOf } from './ingest-request-of.ts';
import { sendProblem } from './problem-answer.ts';
import { inflated, readBody, readFailure } from './read-body.ts';

export interface IngestRoutesOptions {
  readonly ingest: Ingest;
  /** For a whole body, and for the silence within a stream. */
  readonly bodyTimeoutMs?: number | undefined;
}

const defaultBodyTimeoutMs = 20_000;

function encodingOf(request: FastifyRequest): string | undefined {
  return request.headers['content-encoding']?.toLowerCase();
}

function sendVerdict(reply: FastifyReply, verdict: Verdict): FastifyReply {
  if (verdict.status === 'accepted') return reply.status(201).send(verdict);
  if (verdict.status === 'duplicate') return reply.status(200).send(verdict);
  const { code, detail, status, ...extra } = verdict;
  const pointer = 'pointer' in verdict ? verdict.pointer : '/event_id';
  return sendProblem(reply, problemOf(code as ErrorCode, detail, pointer), { verdict: status, ...extra, pointer });
}

async function ingestSingle(
  ingest: Ingest,
  body: Buffer,
  request: IngestRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const decoded = decodeBody(body, 'single');
  if ('fault' in decoded) return sendVerdict(reply, await ingest.refuseBody(body, decoded.fault, request));
  const [verdict] = await ingest.take(decoded.events, request);
  if (verdict === undefined) throw new Error('The event got no verdict.');
  return sendVerdict(reply, verdict);
}

async function ingestBatch(
  ingest: Ingest,
  body: Buffer,
  request: IngestRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const decoded = decodeBody(body, 'batch');
  if ('fault' in decoded) return sendVerdict(reply, await ingest.refuseBody(body, decoded.fault, request));
  const answer = batchAnswerOf(await ingest.take(decoded.events, request));
  const isWhole = answer.refused === 0 && answer.conflicts === 0;
  return reply.status(isWhole ? 200 : 207).send(answer);
}

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
  const timeoutMs = options.bodyTimeoutMs ?? defaultBodyTimeoutMs;
  const closing = new AbortController();
  // Before the server waits for its requests: a stream of events would keep it alive for as long as it lasts.
  server.addHook('preClose', async () => {
    closing.abort(
      new HubError('shutting_down', 'The hub is shutting down. Send the rest of the stream again in a moment.'),
    );
  });
  await server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('application/json', (request: FastifyRequest, payload: Readable) =>
      readBody(payload, encodingOf(request), { maxBytes: EVENT_LIMITS.maxBodyBytes, timeoutMs }),
    );
    scope.addContentTypeParser(
      ['application/x-ndjson', 'application/ndjson'],
      async (_request: FastifyRequest, payload: Readable) => payload,
    );
    scope.post('/activity/events', { config: { access: 'publish' } }, async (request, reply) => {
      const { body } = request;
      if (body instanceof Readable)
        throw new HubError('unsupported_media_type', 'Send streams of events to /activity/events/batch.');
      return ingestSingle(
        ingest,
        Buffer.isBuffer(body) ? body : Buffer.alloc(0),
        ingestRequestOf(request, 'rest'),
        reply,
      );
    });
    scope.post('/activity/events/batch', { config: { access: 'publish' } }, async (request, reply) => {
      const { body } = request;
      if (body instanceof Readable)
        return ingestStream(request, reply, { ingest, idleMs: timeoutMs, closing: closing.signal });
      return ingestBatch(
        ingest,
        Buffer.isBuffer(body) ? body : Buffer.alloc(0),
        ingestRequestOf(request, 'rest'),
        reply,
      );
    });
  });
}
