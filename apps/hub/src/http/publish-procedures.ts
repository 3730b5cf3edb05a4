import type { Readable } from 'node:stream';
import type { PublishPorts } from '@activity-hub/contracts/api/publish-ports';
import { HubError } from '@activity-hub/contracts/errors';
import type { Verdict, Waited } from '@activity-hub/contracts/receipt';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { decodeBody } from '../ingest/decode-body.ts';
import type { Ingest } from '../ingest/ingest-events.ts';
import type { ReceiptWaiter } from '../watch/receipt-waiter.ts';
import { answerTrpcRefusal } from './answer-trpc-refusal.ts';
import { waitHeadersOf } from './await-read-model.ts';
import { batchAnswerOf } from './batch-answer-of.ts';
import { ingestRequestOf } from './ingest-request-of.ts';
import { readWholeBody } from './read-body.ts';
import { strictJson } from './read-json-body.ts';

/** What takes events, and what waits for them to be seen; absent in a process that takes none. */
export interface PublishSources {
  readonly ingest?: Ingest | undefined;
  readonly waiter?: Pick<ReceiptWaiter, 'demanded' | 'wait'> | undefined;
}

/**
 * Publishing for the procedures of one request. `Activity-Wait` counts for every call in it.
 * @param text of the request. Without it the call stood among others in a tRPC batch, whose text was refused
 *   as a whole if anything in it was ambiguous.
 */
export function publishPortsOf(
  { ingest, waiter }: PublishSources,
  request: FastifyRequest,
  text?: Buffer,
): PublishPorts {
  const demandIngest = (): Ingest => {
    if (ingest !== undefined) return ingest;
    throw new HubError('not_found', 'This hub process takes no events. Publish at one with the role ingest.');
  };
  /** Judged before anything is taken. @returns the wait itself; undefined: nobody asked for one */
  const demandedWait = async (): Promise<((verdicts: readonly Verdict[]) => Promise<Waited>) | undefined> => {
    const demand = await waiter?.demanded(...waitHeadersOf(request));
    return demand && waiter && ((verdicts) => waiter.wait(verdicts, demand));
  };
  const textOf = (value: unknown): Buffer => text ?? Buffer.from(JSON.stringify(value) ?? '');
  return {
    async event(value) {
      const wait = await demandedWait();
      const body = textOf(value);
      const shared = ingestRequestOf(request, 'trpc');
      const decoded = decodeBody(body, 'single');
      if ('fault' in decoded) return demandIngest().refuseBody(body, decoded.fault, shared);
      const [verdict] = await demandIngest().take(decoded.events, shared);
      if (verdict === undefined) throw new Error('The event got no verdict.');
      return wait === undefined || !('receipt' in verdict) ? verdict : { ...verdict, waited: await wait([verdict]) };
    },
    async batch(value) {
      const wait = await demandedWait();
      const body = textOf(value);
      const shared = ingestRequestOf(request, 'trpc');
      const decoded = decodeBody(body, 'batch');
      if (!('fault' in decoded)) {
        const verdicts = await demandIngest().take(decoded.events, shared);
        const answer = batchAnswerOf(verdicts);
        return wait === undefined ? answer : { ...answer, waited: await wait(verdicts) };
      }
      const { code, detail, pointer } = decoded.fault;
      await demandIngest().refuseBody(body, decoded.fault, shared);
      throw new HubError(code, detail, { pointer });
    },
  };
}

/** Answers one tRPC request; with a text, its events are judged on it. */
export type AnswerPublishCall = (
  request: FastifyRequest,
  reply: FastifyReply,
  path: string,
  text?: Buffer,
) => Promise<FastifyReply>;

/**
 * The paths of the two procedures when they are called alone. The text is kept as it came: parsed first, a
 * key that stands twice would be gone before anybody could refuse it.
 */
export async function registerPublishProcedures(server: FastifyInstance, answer: AnswerPublishCall): Promise<void> {
  await server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.setErrorHandler(answerTrpcRefusal);
    scope.addContentTypeParser('application/json', (request: FastifyRequest, payload: Readable) =>
      readWholeBody(request, payload),
    );
    for (const path of ['publish.event', 'publish.batch']) {
      scope.post<{ Querystring: { batch?: string } }>(
        `/trpc/${path}`,
        { config: { access: 'procedure' } },
        (request, reply) => {
          const text = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
          if (request.query.batch !== undefined) {
            request.body = strictJson(text.toString('utf8'));
            return answer(request, reply, path);
          }
          // What tRPC reads as the input; the events are read from the text.
          request.body = '{}';
          return answer(request, reply, path, text);
        },
      );
    }
  });
}
