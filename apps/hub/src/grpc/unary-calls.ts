import { HubError } from '@activity-hub/contracts/errors';
import { EVENT_LIMITS } from '@activity-hub/contracts/event';
import type { Verdict } from '@activity-hub/contracts/receipt';
import type { handleUnaryCall, ServerUnaryCall, sendUnaryData } from '@grpc/grpc-js';
import type { Admission } from '../ingest/admission.ts';
import type { IngestRequest } from '../ingest/ingest-request.ts';
import type { Publishing } from '../ingest/publishing.ts';
import type { ReceiptWaiter } from '../watch/receipt-waiter.ts';
import { callErrorOfVerdict } from './call-error-of.ts';
import { type BegunCall, beginCall, type CallObserver, credentialsOf, ingestRequestOf, waitOf } from './grpc-call.ts';
import { type Received, UnreadableMessage, wireSizeOf } from './ingest-definition.ts';
import { sentEventOf, sentEventsOf } from './sent-events-of.ts';
import type { PublishBatchRequest, PublishBatchResponse, PublishRequest, PublishResponse } from './wire-messages.ts';
import { countVerdicts, wireVerdictOf } from './wire-verdict-of.ts';

export interface UnaryOptions {
  readonly publishing: Publishing;
  readonly observer: CallObserver;
  readonly waiter: Pick<ReceiptWaiter, 'demanded' | 'wait'>;
  readonly admission: Pick<Admission, 'closedFor' | 'hold'>;
}

interface UnaryWork<Message> {
  readonly message: Message;
  readonly request: IngestRequest;
  readonly begun: BegunCall;
}

interface UnaryAnswer<Answer> {
  readonly verdicts: readonly Verdict[];
  readonly answer: Answer;
}

/** An error of one verdict, on its way out of a call that otherwise went well. */
class NotStored extends Error {
  readonly response: ReturnType<BegunCall['refused']>;

  constructor(response: ReturnType<BegunCall['refused']>) {
    super('not stored');
    this.response = response;
  }
}

/**
 * Counts a message as being in memory. It has been read already, but what is made of it is larger than it.
 * @throws HubError overloaded
 */
function holdMessage(admission: UnaryOptions['admission'], message: object): () => void {
  const bytes = wireSizeOf(message);
  const retryAfterSeconds = admission.closedFor(bytes);
  if (retryAfterSeconds === undefined) return admission.hold(bytes);
  const detail = `The hub takes no more right now. Send the call again in ${retryAfterSeconds} s.`;
  throw new HubError('overloaded', detail, { retryAfterSeconds });
}

/** admit → read → publish → wait, if asked to → answer, for a call of one message. */
function unaryCall<Message extends object, Answer extends object>(
  method: string,
  { publishing, observer, waiter, admission }: UnaryOptions,
  work: (given: UnaryWork<Message>) => Promise<UnaryAnswer<Answer>>,
): handleUnaryCall<Received<Message>, Answer> {
  async function answer(call: ServerUnaryCall<Received<Message>, Answer>, begun: BegunCall): Promise<Answer> {
    const request = ingestRequestOf(call, await publishing.admit(credentialsOf(call)));
    const message = call.request;
    if (message instanceof UnreadableMessage) {
      const { code, message: detail } = message.reason;
      await publishing.charge(request.publisher, 1);
      const verdict = await publishing.ingest.refuseBody(message.bytes, { code, detail, pointer: '' }, request);
      throw notStored(verdict, begun);
    }
    const demand = await waiter.demanded(...waitOf(call));
    const release = holdMessage(admission, message);
    try {
      const done = await work({ message, request, begun });
      return demand === undefined ? done.answer : { ...done.answer, waited: await waiter.wait(done.verdicts, demand) };
    } finally {
      release();
    }
  }
  async function respond(
    call: ServerUnaryCall<Received<Message>, Answer>,
    callback: sendUnaryData<Answer>,
    begun: BegunCall,
  ): Promise<void> {
    try {
      const message = await answer(call, begun);
      begun.succeeded();
      callback(null, message);
    } catch (failure) {
      callback(failure instanceof NotStored ? failure.response : begun.failed(failure));
    }
  }

  return (call, callback) => {
    const begun = beginCall(method, observer);
    call.once('cancelled', () => begun.cancelled());
    void respond(call, callback, begun);
  };
}

function notStored(verdict: Verdict, begun: BegunCall): Error {
  const error = callErrorOfVerdict(verdict, begun.requestId);
  return error === undefined ? new Error('The event was stored.') : new NotStored(begun.refused(error));
}

export function publishCall(options: UnaryOptions) {
  const { publishing } = options;
  return unaryCall<PublishRequest, PublishResponse>('Publish', options, async (given) => {
    const { message, request, begun } = given;
    if (message.event === undefined) throw new HubError('empty_body', 'Send the event in the field "event".');
    begun.count(1);
    await publishing.charge(request.publisher, 1);
    const [verdict] = await publishing.ingest.take([sentEventOf(message.event, '')], request);
    if (verdict === undefined) throw new Error('The event got no verdict.');
    if (verdict.status === 'conflict' || verdict.status === 'refused') throw notStored(verdict, begun);
    return { verdicts: [verdict], answer: { verdict: wireVerdictOf(verdict) } };
  });
}

export function publishBatchCall(options: UnaryOptions) {
  const { publishing } = options;
  return unaryCall<PublishBatchRequest, PublishBatchResponse>('PublishBatch', options, async (given) => {
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
    return { verdicts, answer: { ...counts, items: verdicts.map(wireVerdictOf) } };
  });
}
