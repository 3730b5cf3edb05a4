import type { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
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

/**
 * The lines of a stream in portions, as they arrive.
 * @throws HubError request_timeout when nothing arrives for so long
 */
export async function* splitLines(stream: Readable, idleMs: number): AsyncGenerator<SentLine[]> {
  const splitter = createLineSplitter();
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  for (;;) {
    const silence = new AbortController();
    const chunk = await Promise.race([
      chunks.next(),
      wait(idleMs, undefined, { signal: silence.signal }).then(
        () => undefined,
        () => undefined,
      ),
    ]);
    silence.abort();
    if (chunk === undefined) throw new HubError('request_timeout', `No line arrived for ${idleMs / 1000} s.`);
    if (chunk.done === true) break;
    const lines = splitter.push(chunk.value);
    if (lines.length > 0) yield lines;
  }
  const last = splitter.end();
  if (last.length > 0) yield last;
}
