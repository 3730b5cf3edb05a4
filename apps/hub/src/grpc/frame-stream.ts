import { HubError } from '@activity-hub/contracts/errors';
import { EVENT_LIMITS } from '@activity-hub/contracts/event';
import type { Verdict } from '@activity-hub/contracts/receipt';
import type { ServerDuplexStream, ServerErrorResponse, ServerReadableStream } from '@grpc/grpc-js';
import { type AcknowledgedFrames, createAcknowledgedFrames, type Frame } from '../ingest/acknowledged-frames.ts';
import type { Publisher } from '../ingest/ingest-request.ts';
import { createStandingPublisher, type Portion, type Publishing, publishPortion } from '../ingest/publishing.ts';
import {
  type BegunCall,
  beginCall,
  type CallObserver,
  credentialsOf,
  demandReadable,
  ingestRequestOf,
} from './grpc-call.ts';
import type { Received } from './ingest-definition.ts';
import { sentEventsOf } from './sent-events-of.ts';
import type { PublishStreamRequest, PublishStreamResponse, UploadResponse } from './wire-messages.ts';

export interface FrameStreamOptions {
  readonly publishing: Publishing;
  readonly observer: CallObserver;
  /** Aborted when the hub shuts down: streams end after what was taken is answered. */
  readonly closing: AbortSignal;
}

export type StreamCall =
  | ServerDuplexStream<Received<PublishStreamRequest>, PublishStreamResponse>
  | ServerReadableStream<Received<PublishStreamRequest>, UploadResponse>;

/** Where the answers of a stream go. */
export interface StreamAnswers {
  acknowledge(frame: Frame, verdicts: readonly Verdict[]): void;
  areTaken(): boolean;
  end(): void;
  fail(response: ServerErrorResponse): void;
}

function frameOf(received: Received<PublishStreamRequest>): Frame {
  const { seq = 0, events } = demandReadable(received);
  if (!Number.isSafeInteger(seq)) throw new HubError('invalid_input', 'Send a seq of at most 2^53 - 1.');
  if (events.length > EVENT_LIMITS.maxBatchEvents) {
    const detail = `The frame has ${events.length} events; at most ${EVENT_LIMITS.maxBatchEvents} are taken. Send smaller frames.`;
    throw new HubError('batch_too_large', detail);
  }
  let bytes = 0;
  for (const { payload, metadata } of events) bytes += (payload?.length ?? 0) + (metadata?.length ?? 0);
  return { seq, events: sentEventsOf(events), bytes };
}

/**
 * One stream of frames.   open ──client done, failure, hub closing──► ending (answers what was taken) ──► ended
 *
 * It is read as fast as its frames are answered; beyond that the flow control of HTTP/2 stops the sender.
 */
export class FrameStream {
  private readonly call: StreamCall;
  private readonly answers: StreamAnswers;
  private readonly options: FrameStreamOptions;
  private readonly begun: BegunCall;
  private readonly frames: AcknowledgedFrames;
  private readonly publisher: () => Promise<Publisher>;
  private readonly cancelled = new AbortController();
  private readonly close = (): void => this.endAfterAnswers(() => this.fail(this.options.closing.reason));
  private state: 'open' | 'ending' | 'ended' = 'open';

  constructor(method: string, call: StreamCall, answers: StreamAnswers, options: FrameStreamOptions) {
    this.call = call;
    this.answers = answers;
    this.options = options;
    this.begun = beginCall(method, options.observer);
    this.publisher = createStandingPublisher(options.publishing, credentialsOf(call));
    this.frames = createAcknowledgedFrames({
      take: (portion) => this.publish(portion),
      acknowledge: (frame, verdicts) => answers.acknowledge(frame, verdicts),
      takesAnswers: () => answers.areTaken(),
      flow: (open) => this.flow(open),
      failed: (failure) => this.end(() => this.fail(failure)),
    });
  }

  /** Reads from the moment the key is known to be good: one that is not is told at once. */
  open(): void {
    const { call, options } = this;
    call.once('cancelled', () => {
      this.end(this.begun.cancelled);
      this.cancelled.abort(new Error('The call was cancelled.'));
    });
    call.once('end', () => this.endAfterAnswers(() => this.succeed()));
    call.on('drain', () => this.frames.regulate());
    options.closing.addEventListener('abort', this.close);
    this.publisher().then(
      () => {
        if (options.closing.aborted) this.close();
        else call.on('data', (received: Received<PublishStreamRequest>) => this.read(received));
      },
      (failure: unknown) => this.end(() => this.fail(failure)),
    );
  }

  private read(received: Received<PublishStreamRequest>): void {
    if (this.state !== 'open') return;
    try {
      const frame = frameOf(received);
      this.begun.count(frame.events.length);
      this.frames.add(frame);
    } catch (failure) {
      this.endAfterAnswers(() => this.fail(failure));
    }
  }

  private async publish(portion: Portion): Promise<readonly Verdict[]> {
    const request = ingestRequestOf(this.call, await this.publisher());
    return publishPortion(this.options.publishing, portion, request, this.cancelled.signal);
  }

  private flow(open: boolean): void {
    if (open && this.state === 'open') this.call.resume();
    else this.call.pause();
  }

  private succeed(): void {
    this.begun.succeeded();
    this.answers.end();
  }

  private fail(failure: unknown): void {
    this.answers.fail(this.begun.failed(failure));
  }

  private endAfterAnswers(how: () => void): void {
    if (this.state !== 'open') return;
    this.state = 'ending';
    this.call.pause();
    void this.frames.idle().then(() => this.end(how));
  }

  private end(how: () => void): void {
    if (this.state === 'ended') return;
    this.state = 'ended';
    this.options.closing.removeEventListener('abort', this.close);
    this.frames.abandon();
    this.call.pause();
    how();
  }
}
