import { HubError, problemOf } from '@activity-hub/contracts/errors';
import { EVENT_LIMITS } from '@activity-hub/contracts/event';
import type { Verdict } from '@activity-hub/contracts/receipt';
import type { RawData, WebSocket } from 'ws';
import type { Credentials } from '../auth/credentials.ts';
import { type AcknowledgedFrames, createAcknowledgedFrames } from '../ingest/acknowledged-frames.ts';
import type { IngestRequest, Publisher } from '../ingest/ingest-request.ts';
import { createStandingPublisher, type Portion, type Publishing, publishPortion } from '../ingest/publishing.ts';
import type { DemandedWait, ReceiptWaiter } from '../watch/receipt-waiter.ts';
import { closeCodeOf, closeCodes } from './close-codes.ts';
import { type IngestSession, type IngestSessions, noteAnswer, resume } from './ingest-sessions.ts';
import { type EventFrame, type Hello, readMessage } from './read-message.ts';

/** A client with more unread answers than this is not read on. */
const maxUnreadBytes = 1024 * 1024;
/** Clients that do not answer the goodbye within it are cut off. */
export const closeTimeoutMs = 2_000;
/** Longest reason that fits into a close frame. */
const maxReasonBytes = 123;

export interface ConnectionTimes {
  /** For the first message. */
  readonly helloMs: number;
  /** How long a client may leave its answers unread. */
  readonly slowReaderMs: number;
}
export const connectionTimes: ConnectionTimes = { helloMs: 5_000, slowReaderMs: 10_000 };

export interface ConnectionOptions {
  readonly publishing: Publishing;
  readonly sessions: IngestSessions;
  readonly waiter: Pick<ReceiptWaiter, 'demanded' | 'wait'>;
  /** From the request that became this connection. */
  readonly credentials: Credentials;
  readonly traceParent: string | undefined;
  readonly times: ConnectionTimes;
  readonly closed: (ended: { readonly code: number; readonly events: number; readonly fault: unknown }) => void;
}

function reasonOf(text: string): string {
  if (Buffer.byteLength(text) <= maxReasonBytes) return text;
  return `${text.replaceAll(/[^ -~]/g, '').slice(0, maxReasonBytes - 3)}...`;
}

function bytesOf(data: RawData): Buffer {
  if (Buffer.isBuffer(data)) return data;
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
}

/**
 * One client.   greeting ──hello──► open ──failure, hub closing──► ending ──► closed
 *
 * Messages are answered in the order sent. What the client does not get an answer for, it sends again:
 * nothing that ends a connection can lose or double an event.
 */
export class IngestConnection {
  private readonly socket: WebSocket;
  private readonly options: ConnectionOptions;
  private readonly frames: AcknowledgedFrames;
  private readonly ended = new AbortController();
  private publisher: () => Promise<Publisher>;
  private state: 'greeting' | 'welcoming' | 'open' | 'ending' | 'closed' = 'greeting';
  private session: IngestSession | undefined;
  private early: Buffer[] = [];
  private readonly demands = new WeakMap<EventFrame, DemandedWait>();
  private lastSeq = 0;
  private events = 0;
  private fault: unknown;
  private isReading = true;
  private isAlive = true;
  private helloTimer: NodeJS.Timeout;
  private slowTimer: NodeJS.Timeout | undefined;
  private cutOffTimer: NodeJS.Timeout | undefined;
  private closeCode: number | undefined;

  constructor(socket: WebSocket, options: ConnectionOptions) {
    this.socket = socket;
    this.options = options;
    this.publisher = createStandingPublisher(options.publishing, options.credentials);
    this.frames = createAcknowledgedFrames({
      take: (portion, frames) => this.publish(portion, frames as readonly EventFrame[]),
      acknowledge: (frame, verdicts) => this.acknowledge(frame as EventFrame, verdicts),
      takesAnswers: () => this.takesAnswers(),
      flow: (open) => this.flow(open),
      failed: (failure) => this.fail(failure),
    });
    this.helloTimer = setTimeout(() => {
      this.fail(new HubError('request_timeout', `Say hello within ${options.times.helloMs / 1000} s.`));
    }, options.times.helloMs);
    socket.on('message', (data, isBinary) => this.receive(data, isBinary));
    socket.on('pong', () => {
      this.isAlive = true;
    });
    // A frame that breaks the WebSocket protocol: the library closes with its own code.
    socket.on('error', () => undefined);
    socket.once('close', (code) => this.closed(code));
  }

  /** One beat of the heart: who has not answered the last one is gone, whatever TCP believes. */
  beat(): void {
    // A client whose messages are not read cannot be seen to answer.
    if (!this.isReading) return;
    if (this.isAlive) this.socket.ping();
    else this.socket.terminate();
    this.isAlive = false;
  }

  /** Answers what was taken, takes nothing new, and says goodbye. */
  async end(failure: HubError): Promise<void> {
    if (this.state === 'closed') return;
    this.state = 'ending';
    await this.frames.idle();
    this.fail(failure);
  }

  terminate(): void {
    this.socket.terminate();
  }

  private receive(data: RawData, isBinary: boolean): void {
    if (this.state === 'ending' || this.state === 'closed') return;
    try {
      if (isBinary) throw new HubError('unsupported_media_type', 'Send messages as text, not as bytes.');
      const bytes = bytesOf(data);
      // What came together with the hello waits for the welcome; reading has stopped, so it is little.
      if (this.state === 'welcoming') this.early.push(bytes);
      else this.read(bytes);
    } catch (failure) {
      void this.failAfterAnswers(failure);
    }
  }

  private read(bytes: Buffer): void {
    const message = readMessage(bytes);
    if (message.type === 'hello') {
      if (this.state !== 'greeting') throw new HubError('malformed_message', 'Hello is said once.');
      this.state = 'welcoming';
      this.flow(false);
      void this.welcome(message).catch((failure: unknown) => this.fail(failure));
      return;
    }
    if (this.state === 'greeting') throw new HubError('malformed_message', 'Say hello first.');
    if (message.seq <= this.lastSeq) {
      const detail = `Each seq is higher than the one before it, and ${message.seq} came after ${this.lastSeq}.`;
      throw new HubError('malformed_message', detail);
    }
    this.lastSeq = message.seq;
    this.events += message.events.length;
    this.frames.add(message);
  }

  private async welcome(hello: Hello): Promise<void> {
    const { publishing, sessions, credentials } = this.options;
    if (hello.key !== undefined) {
      this.publisher = createStandingPublisher(publishing, { ...credentials, authorization: `Bearer ${hello.key}` });
    }
    const { keyId } = await this.publisher();
    clearTimeout(this.helloTimer);
    if (this.state !== 'welcoming') return;
    const session = sessions.open(hello.session, keyId);
    session.release = () => {
      this.session = undefined;
      this.fail(new HubError('already_exists', 'The session goes on in another connection.'));
    };
    this.session = session;
    const { acknowledged, answers } = resume(session, hello.acknowledged);
    this.state = 'open';
    this.send(JSON.stringify({ type: 'welcome', session: session.id, acknowledged, limits: limitsSaid }));
    for (const answer of answers) this.send(answer);
    const { early } = this;
    this.early = [];
    this.frames.regulate();
    for (const bytes of early) this.receive(bytes, false);
  }

  private async publish(portion: Portion, frames: readonly EventFrame[]): Promise<readonly Verdict[]> {
    const { publishing, traceParent, waiter } = this.options;
    // Before anything is taken: a wait that cannot be is told instead of the answer, and sent again without it.
    for (const frame of frames) {
      if (frame.wait[0] === undefined) continue;
      const demand = await waiter.demanded(...frame.wait);
      if (demand !== undefined) this.demands.set(frame, demand);
    }
    const publisher = await this.publisher();
    const request: IngestRequest = { publisher, surface: 'websocket', format: 'event', traceParent };
    return publishPortion(publishing, portion, request, this.ended.signal);
  }

  private acknowledge(frame: EventFrame, verdicts: readonly Verdict[]): void {
    const { seq, isWhole } = frame;
    const answer = isWhole ? { verdict: verdicts[0] } : { verdicts };
    const text = JSON.stringify({ type: 'ack', seq, ...answer });
    const isStored = verdicts.every(({ status }) => status === 'accepted' || status === 'duplicate');
    if (this.session !== undefined) noteAnswer(this.session, seq, isStored ? undefined : text);
    this.send(text);
    const demand = this.demands.get(frame);
    if (demand !== undefined) void this.tellWhenSeen(seq, verdicts, demand);
  }

  /** In a message of its own: what is durable is told at once, and nothing behind it waits too. */
  private async tellWhenSeen(seq: number, verdicts: readonly Verdict[], demand: DemandedWait): Promise<void> {
    const waited = await this.options.waiter.wait(verdicts, demand);
    if (this.state === 'open' || this.state === 'ending') this.send(JSON.stringify({ type: 'waited', seq, waited }));
  }

  private send(text: string): void {
    this.socket.send(text, () => this.frames.regulate());
  }

  private takesAnswers(): boolean {
    const isSlow = this.socket.bufferedAmount > maxUnreadBytes;
    if (!isSlow) {
      clearTimeout(this.slowTimer);
      this.slowTimer = undefined;
    } else if (this.slowTimer === undefined) {
      this.slowTimer = setTimeout(() => {
        this.close(closeCodes.tryAgainLater, 'Answers are not read: slow reader');
        // The goodbye stands behind everything unread; nobody waits for it.
        this.socket.terminate();
      }, this.options.times.slowReaderMs);
    }
    return !isSlow;
  }

  private flow(open: boolean): void {
    const reads = open && this.state === 'open';
    if (reads === this.isReading || this.state === 'closed') return;
    this.isReading = reads;
    if (reads) this.socket.resume();
    else this.socket.pause();
  }

  private async failAfterAnswers(failure: unknown): Promise<void> {
    this.state = 'ending';
    await this.frames.idle();
    this.fail(failure);
  }

  /** Says why in words, then closes. */
  private fail(failure: unknown): void {
    if (this.state === 'closed') return;
    const known = failure instanceof HubError ? failure : undefined;
    const detail = known?.message ?? 'The hub failed. Connect again and send what was not answered.';
    const problem = problemOf(known?.code ?? 'internal_error', detail, known?.pointer);
    if (problem.status >= 500) this.fault = failure;
    const retry = known?.retryAfterSeconds;
    this.send(JSON.stringify({ type: 'error', problem, ...(retry === undefined ? {} : { retry_after_s: retry }) }));
    this.close(closeCodeOf(problem.code), detail);
  }

  private close(code: number, reason: string): void {
    this.state = 'closed';
    this.frames.abandon();
    this.ended.abort(new Error('The connection is closed.'));
    // Without reading, the answer to the goodbye would not be seen.
    this.socket.resume();
    this.closeCode = code;
    this.socket.close(code, reasonOf(reason));
    this.cutOffTimer = setTimeout(() => this.socket.terminate(), closeTimeoutMs);
  }

  private closed(code: number): void {
    this.state = 'closed';
    clearTimeout(this.helloTimer);
    clearTimeout(this.slowTimer);
    clearTimeout(this.cutOffTimer);
    this.frames.abandon();
    this.ended.abort(new Error('The connection is closed.'));
    if (this.session !== undefined) {
      this.session.release = undefined;
      this.options.sessions.touch(this.session);
    }
    this.options.closed({ code: this.closeCode ?? code, events: this.events, fault: this.fault });
  }
}

/** Told with the welcome, so that a client need not guess. */
const limitsSaid = {
  max_message_bytes: EVENT_LIMITS.maxBodyBytes,
  max_event_bytes: EVENT_LIMITS.maxEventBytes,
  max_batch_events: EVENT_LIMITS.maxBatchEvents,
};
