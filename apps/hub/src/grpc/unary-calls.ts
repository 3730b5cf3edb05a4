import { HubError } from '@activity-hub/contracts/errors';
import { EVENT_LIMITS } from '@activity-hub/contracts/event';
import type { handleUnaryCall, ServerUnaryCall } from '@grpc/grpc-js';
import type { IngestRequest } from '../ingest/ingest-request.ts';
import type { Publishing } from '../ingest/publishing.ts';
import { callErrorOfVerdict } from './call-error-of.ts';
import { type BegunCall, beginCall, type CallObserver, credentialsOf, ingestRequestOf } from './grpc-call.ts';
import { type Received, UnreadableMessage } from './ingest-definition.ts';
import { sentEventOf, sentEventsOf } from './sent-events-of.ts';
import type { PublishBatchRequest, PublishBatchResponse, PublishRequest, PublishResponse } from './wire-messages.ts';
import { countVerdicts, wireVerdictOf } from './wire-verdict-of.ts';

interface UnaryWork<Message> {
  readonly message: Message;
  readonly request: IngestRequest;
  readonly begun: BegunCall;
}

/** An error of one verdict, on its way out of a call that otherwise went well. */
class NotStored extends Error {
  readonly response: ReturnType<BegunCall['refused']>;

  constructor(response: ReturnType<BegunCall['refused']>) {
    super('not stored');
    this.response = response;
  }
}

/** admit → read → publish → answer, for a call of one message. */
function unaryCall<Message, Answer>(
  method: string,
  publishing: Publishing,
  observer: CallObserver,
  work: (given: UnaryWork<Message>) => Promise<Answer>,
): handleUnaryCall<Received<Message>, Answer> {
  async function answer(call: ServerUnaryCall<Received<Message>, Answer>, begun: BegunCall): Promise<Answer> {
    const request = ingestRequestOf(call, await publishing.admit(credentialsOf(call)));
    if (call.request instanceof UnreadableMessage) {
      const { code, message: detail } = call.request.reason;
      await publishing.charge(request.publisher, 1);
      const verdict = await publishing.ingest.refuseBody(call.request.bytes, { code, detail, pointer: '' }, request);
      throw notStored(verdict, begun);
    }
    return work({ message: call.request, request, begun });
  }
  return (call, callback) => {
    const begun = beginCall(method, observer);
    call.once('cancelled', () => begun.cancelled());
    void answer(call, begun).then(
      (message) => {
        begun.succeeded();
        callback(null, message);
      },
      (failure: unknown) => callback(failure instanceof NotStored ? failure.response : begun.failed(failure)),
    );
  };
}

function notStored(verdict: Parameters<typeof callErrorOfVerdict>[0], begun: BegunCall): Error {
  const error = callErrorOfVerdict(verdict, begun.requestId);
  return error === undefined ? new Error('The event was stored.') : new NotStored(begun.refused(error));
}

export function publishCall(publishing: Publishing, observer: CallObserver) {
  return unaryCall<PublishRequest, PublishResponse>('Publish', publishing, observer, async (given) => {
    const { message, request, begun } = given;
    if (message.event === undefined) throw new HubError('empty_body', 'Send the event in the field "event".');
    begun.count(1);
    await publishing.charge(request.publisher, 1);
    const [verdict] = await publishing.ingest.take([sentEventOf(message.event, '')], request);
    if (verdict === undefined) throw new Error('The event got no verdict.');
    if (verdict.status === 'conflict' || verdict.status === 'refused') throw notStored(verdict, begun);
    return { verdict: wireVerdictOf(verdict) };
  });
}

export function publishBatchCall(publishing: Publishing, observer: CallObserver) {
  return unaryCall<PublishBatchRequest, PublishBatchResponse>('PublishBatch', publishing, observer, async (given) => {
    const { message, request, begun } = given;
    const sent = message.events;
    if (sent.length > EVENT_LIMITS.maxBatchEvents) {
      const detail = `The batch has ${sent.length} events; at most ${EVENT_LIMITS.maxBatchEvents} are taken. Split it, or use PublishStream.`;
      throw new HubError('batch_too_large', detail);
    }
    begun.count(sent.length);
    await publishing.charge(request.publisher, sent.length);
    const verdicts = await publishing.ingest.take(sentEventsOf(sent), request);
    const counts = { accepted: 0, duplicates: 0, refused: 0, conflicts: 0 };
    countVerdicts(counts, verdicts);
    return { ...counts, items: verdicts.map(wireVerdictOf) };
  });
}
