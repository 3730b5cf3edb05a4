import { type ErrorCode, problemOf } from '@activity-hub/contracts/errors';
import type { Verdict } from '@activity-hub/contracts/receipt';
import type { FastifyReply } from 'fastify';
import type { DecodedBody } from '../ingest/decode-body.ts';
import type { Ingest } from '../ingest/ingest-events.ts';
import type { IngestRequest } from '../ingest/ingest-request.ts';
import { batchAnswerOf } from './batch-answer-of.ts';
import { sendProblem } from './problem-answer.ts';

/** A whole body on its way into the log: as it was sent, and what was read in it. */
export interface PublishedBody {
  readonly body: Buffer;
  readonly decoded: DecodedBody;
  readonly request: IngestRequest;
}

export function sendVerdict(reply: FastifyReply, verdict: Verdict): FastifyReply {
  if (verdict.status === 'accepted') return reply.status(201).send(verdict);
  if (verdict.status === 'duplicate') return reply.status(200).send(verdict);
  const { code, detail, status, ...extra } = verdict;
  const pointer = 'pointer' in verdict ? verdict.pointer : '/event_id';
  return sendProblem(reply, problemOf(code as ErrorCode, detail, pointer), { verdict: status, ...extra, pointer });
}

/** The verdicts on the events of a body; the one on the body itself when none of them could be read. */
export async function publishBody(
  ingest: Ingest,
  { body, decoded, request }: PublishedBody,
): Promise<{ readonly verdicts: readonly Verdict[] } | { readonly unread: Verdict }> {
  if ('fault' in decoded) return { unread: await ingest.refuseBody(body, decoded.fault, request) };
  return { verdicts: await ingest.take(decoded.events, request) };
}

export async function answerSingle(ingest: Ingest, sent: PublishedBody, reply: FastifyReply): Promise<FastifyReply> {
  const published = await publishBody(ingest, sent);
  const verdict = 'unread' in published ? published.unread : published.verdicts[0];
  if (verdict === undefined) throw new Error('The event got no verdict.');
  return sendVerdict(reply, verdict);
}

export async function answerBatch(ingest: Ingest, sent: PublishedBody, reply: FastifyReply): Promise<FastifyReply> {
  const published = await publishBody(ingest, sent);
  if ('unread' in published) return sendVerdict(reply, published.unread);
  const answer = batchAnswerOf(published.verdicts);
  const isWhole = answer.refused === 0 && answer.conflicts === 0;
  return reply.status(isWhole ? 200 : 207).send(answer);
}
