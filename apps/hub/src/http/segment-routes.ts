import type { Verdict } from '@activity-hub/contracts/receipt';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { segmentAdapter } from '../ingest/adapters/segment-adapter.ts';
import { readSegmentEnvelope, withoutWriteKey } from '../ingest/adapters/segment-envelope.ts';
import { withMember } from '../ingest/adapters/with-member.ts';
import { decodeForeign } from '../ingest/decode-foreign.ts';
import { normaliseTimestamp } from '../ingest/normalise-timestamp.ts';
import { batchAnswerOf } from './batch-answer-of.ts';
import { ingestRequestOf } from './ingest-request-of.ts';
import { type PublishedBody, publishBody, sendVerdict } from './publish-body.ts';
import { bytesOfBody, type ForeignRoutesOptions, readForeignBodies } from './read-foreign-body.ts';

export const segmentMessages = ['track', 'page', 'screen', 'identify', 'group', 'alias'] as const;
const hint = 'Send application/json, as the Segment libraries do.';

function batchBody(sent: FastifyRequest): PublishedBody {
  const body = bytesOfBody(sent);
  const envelope = readSegmentEnvelope(body);
  const request = ingestRequestOf(sent, 'segment', 'segment');
  if ('fault' in envelope) return { body: withoutWriteKey(body), decoded: envelope, request };
  // A library that cannot tell the time must not lose its events for it: then there is no skew to tell.
  const sentAt = envelope.sentAt === undefined ? undefined : normaliseTimestamp(envelope.sentAt)?.iso;
  const decoded = decodeForeign(envelope.messages, 'batch', segmentAdapter({ source: request.publisher.source }));
  const placed =
    'fault' in decoded
      ? decoded
      : { events: decoded.events.map((event) => ({ ...event, pointer: `/batch${event.pointer}` })) };
  return { body: envelope.messages, decoded: placed, request: { ...request, sentAt } };
}

function singleBody(sent: FastifyRequest, type: string): PublishedBody {
  const body = withMember(withoutWriteKey(bytesOfBody(sent)), 'type', type, () => undefined);
  const request = ingestRequestOf(sent, 'segment', 'segment');
  return {
    body,
    decoded: decodeForeign(body, 'single', segmentAdapter({ source: request.publisher.source })),
    request,
  };
}

/**
 * Success means that everything is stored. What was refused is kept by the hub and named here under a 200:
 * a library drops the whole batch on a 4xx, and sends all of it again on a 5xx, and neither would help.
 */
function answerOf(verdicts: readonly Verdict[]) {
  const { items, ...counts } = batchAnswerOf(verdicts);
  const problems = items.flatMap((verdict, index) =>
    verdict.status === 'refused' || verdict.status === 'conflict' ? [{ index, ...verdict }] : [],
  );
  return { success: problems.length === 0, ...counts, items: problems };
}

/** `POST /v1/batch`, and one route per kind of message: the tracking API of Segment. */
export async function registerSegmentRoutes(server: FastifyInstance, options: ForeignRoutesOptions): Promise<void> {
  const { ingest } = options;
  await server.register(async (scope) => {
    readForeignBodies(scope, options, hint);
    scope.post('/v1/batch', { config: { access: 'publish' } }, async (request, reply) => {
      const published = await publishBody(ingest, batchBody(request));
      return 'unread' in published ? sendVerdict(reply, published.unread) : reply.send(answerOf(published.verdicts));
    });
    for (const type of segmentMessages) {
      scope.post(`/v1/${type}`, { config: { access: 'publish' } }, async (request, reply) => {
        const published = await publishBody(ingest, singleBody(request, type));
        return 'unread' in published ? sendVerdict(reply, published.unread) : reply.send(answerOf(published.verdicts));
      });
    }
  });
}
