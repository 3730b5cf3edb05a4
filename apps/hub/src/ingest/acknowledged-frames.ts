import type { Verdict } from '@activity-hub/contracts/receipt';
import type { SentEvent } from './decode-body.ts';
import type { Portion } from './publishing.ts';

/** What gathers while a portion is on its way goes off together, up to so many events. */
const fullPortionEvents = 1_000;
/** Above it a connection is not read on until answers have gone out. */
const maxWaitingEvents = 2_000;
const maxWaitingBytes = 2 * 1024 * 1024;

/** One message of a stream whose answer names it. */
export interface Frame {
  readonly seq: number;
  readonly events: readonly SentEvent[];
  /** As it came, to bound what is held. */
  readonly bytes: number;
}

export interface FramesOptions {
  take(portion: Portion, frames: readonly Frame[]): Promise<readonly Verdict[]>;
  /** Called in the order sent, once everything of the frame is durable or refused. */
  acknowledge(frame: Frame, verdicts: readonly Verdict[]): void;
  /** Whether the client takes more answers right now. */
  takesAnswers(): boolean;
  /** Whether the connection is to be read on. Called after every change, also when nothing is new. */
  flow(open: boolean): void;
  /** What was not acknowledged is not answered any more; nothing further is taken. */
  failed(failure: unknown): void;
}

export interface AcknowledgedFrames {
  add(frame: Frame): void;
  /** Of the frames without an answer. */
  readonly waiting: { readonly frames: number; readonly events: number; readonly bytes: number };
  /** Opens or closes the flow: to be called when the client takes answers again. */
  regulate(): void;
  /** Resolves when everything added has been acknowledged, or the stream has failed. */
  idle(): Promise<void>;
  /** Takes and acknowledges nothing more; what is on its way to the event log arrives there. */
  abandon(): void;
}

/**
 * The frames of one connection, answered in order. One portion is on its way at a time: two could overtake
 * each other before they reach their lane, and a producer's order is a promise. While it is, the next one
 * gathers, so frames of single events cost about as little as batches.
 */
export function createAcknowledgedFrames(options: FramesOptions): AcknowledgedFrames {
  let queue: Frame[] = [];
  const waiting = { frames: 0, events: 0, bytes: 0 };
  let running: Promise<void> | undefined;
  let ended = false;

  function takePortion(): readonly Frame[] {
    let frames = 1;
    let events = queue[0]?.events.length ?? 0;
    for (let next = queue[frames]; next !== undefined; next = queue[frames]) {
      events += next.events.length;
      if (events > fullPortionEvents) break;
      frames++;
    }
    const portion = queue.slice(0, frames);
    queue = queue.slice(frames);
    return portion;
  }

  function regulate(): void {
    if (ended) return;
    const isFull = waiting.events > maxWaitingEvents || waiting.bytes > maxWaitingBytes;
    options.flow(!isFull && options.takesAnswers());
  }

  async function publish(portion: readonly Frame[]): Promise<void> {
    const events = portion.flatMap((frame) => frame.events);
    const sizes = portion.map((frame) => frame.events.length);
    const verdicts = await options.take({ events, sizes }, portion);
    let from = 0;
    for (const frame of portion) {
      const own = verdicts.slice(from, from + frame.events.length);
      from += frame.events.length;
      waiting.frames--;
      waiting.events -= frame.events.length;
      waiting.bytes -= frame.bytes;
      if (!ended) options.acknowledge(frame, own);
    }
    regulate();
  }

  async function run(): Promise<void> {
    try {
      while (queue.length > 0 && !ended) await publish(takePortion());
    } catch (failure) {
      if (!ended) options.failed(failure);
      ended = true;
    }
    running = undefined;
  }

  return {
    waiting,
    regulate,
    add(frame) {
      if (ended) return;
      waiting.frames++;
      waiting.events += frame.events.length;
      waiting.bytes += frame.bytes;
      queue.push(frame);
      running ??= run();
      regulate();
    },
    idle: () => running ?? Promise.resolve(),
    abandon() {
      ended = true;
      queue = [];
    },
  };
}
