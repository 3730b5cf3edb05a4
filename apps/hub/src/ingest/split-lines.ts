import type { Readable } from 'node:stream';
import { HubError } from '@activity-hub/contracts/errors';
import { EVENT_LIMITS } from '@activity-hub/contracts/event';

/** A line of a stream. `bytes` of one that is too long hold only its beginning. */
export interface SentLine {
  /** Counted from 1, blank lines included, so that it is the line an editor shows. */
  readonly line: number;
  readonly bytes: Buffer;
  readonly tooLong: boolean;
}

const newline = 0x0a;

function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0x20 || byte === 0x0d || byte === 0x09);
}

/** Cuts a stream into lines while holding at most one of them. */
export function createLineSplitter(maxLineBytes: number = EVENT_LIMITS.maxEventBytes) {
  let held: Buffer[] = [];
  let heldBytes = 0;
  let line = 0;

  function hold(bytes: Buffer): void {
    const room = Math.max(0, maxLineBytes - heldBytes);
    if (room > 0) held.push(bytes.subarray(0, room));
    heldBytes += bytes.length;
  }

  function finish(): SentLine | undefined {
    const bytes = held.length === 1 && held[0] !== undefined ? held[0] : Buffer.concat(held);
    const finished = { line: ++line, bytes, tooLong: heldBytes > maxLineBytes };
    held = [];
    heldBytes = 0;
    return isBlank(bytes) ? undefined : finished;
  }

  return {
    /** The lines that the chunk completes; blank ones are left out. */
    push(chunk: Buffer): SentLine[] {
      const lines: SentLine[] = [];
      let from = 0;
      for (let to = chunk.indexOf(newline); to >= 0; to = chunk.indexOf(newline, from)) {
        hold(chunk.subarray(from, to));
        const finished = finish();
        if (finished !== undefined) lines.push(finished);
        from = to + 1;
      }
      if (from < chunk.length) hold(chunk.subarray(from));
      return lines;
    },
    /** What follows the last line end. */
    end(): SentLine[] {
      const last = heldBytes === 0 ? undefined : finish();
      return last === undefined ? [] : [last];
    },
  };
}

export interface LineLimits {
  /** The longest silence. */
  readonly idleMs: number;
  /** Ends the reading with its reason, which is a `HubError`. */
  readonly signal: AbortSignal;
}

/**
 * The next chunk, unless it takes too long or reading is to end. Listeners go with each chunk: racing
 * against one promise for the whole stream would leave a reaction behind per chunk.
 */
function nextChunk(chunks: AsyncIterator<Buffer>, { idleMs, signal }: LineLimits): Promise<IteratorResult<Buffer>> {
  return new Promise((resolve, reject) => {
    const end = (): void => reject(signal.reason instanceof Error ? signal.reason : new Error('Reading was ended.'));
    const timer = setTimeout(() => {
      reject(new HubError('request_timeout', `No line arrived for ${idleMs / 1000} s.`));
    }, idleMs);
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
    chunks
      .next()
      .then(resolve, reject)
      .finally(() => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
      });
  });
}

/**
 * The lines of a stream in portions, as they arrive.
 * @throws HubError request_timeout when nothing arrives for too long, else the reason of the signal
 */
export async function* splitLines(stream: Readable, limits: LineLimits): AsyncGenerator<SentLine[]> {
  const splitter = createLineSplitter();
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  for (;;) {
    const chunk = await nextChunk(chunks, limits);
    if (chunk.done === true) break;
    const lines = splitter.push(chunk.value);
    if (lines.length > 0) yield lines;
  }
  const last = splitter.end();
  if (last.length > 0) yield last;
}
