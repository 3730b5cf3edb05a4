import { type FileHandle, open, rm } from 'node:fs/promises';
import type { BatchLimit } from '../event-queue.ts';

const newline = 0x0a;
/** Above the largest event: without a line end in so many bytes it is no event. */
const maxLineBytes = 512 * 1024;

/** Lines at the front of a segment. */
export interface SegmentLines {
  readonly lines: readonly Buffer[];
  /** Bytes of the torn or unreadable piece behind them. */
  readonly torn: number;
}

/** One file of the spool: events as NDJSON, appended at its end and sent from its front. */
export class SpoolSegment {
  readonly number: number;
  readonly #file: string;
  readonly #fsync: boolean;
  #handle: FileHandle | undefined;
  /** Bytes that are completely written. */
  #size: number;
  /** Bytes that the hub has answered for. Not written down: after a crash the segment is sent again. */
  #cursor = 0;

  constructor(file: string, number: number, size: number, fsync: boolean) {
    this.#file = file;
    this.number = number;
    this.#size = size;
    this.#fsync = fsync;
  }

  get size(): number {
    return this.#size;
  }

  get unsent(): number {
    return this.#size - this.#cursor;
  }

  async append(lines: readonly Buffer[]): Promise<void> {
    const bytes = Buffer.concat(lines.flatMap((line) => [line, Buffer.of(newline)]));
    const handle = await this.#opened();
    for (let written = 0; written < bytes.length; ) {
      // At the end of what was confirmed: the half of a write that failed is written over.
      const { bytesWritten } = await handle.write(bytes, written, bytes.length - written, this.#size + written);
      written += bytesWritten;
    }
    if (this.#fsync) await handle.datasync();
    this.#size += bytes.length;
  }

  /** The next lines within the limit, at least one unless nothing is left. */
  async peek(limit: BatchLimit): Promise<SegmentLines> {
    const handle = await this.#opened();
    const chunk = Buffer.allocUnsafe(Math.min(Math.max(limit.bytes, maxLineBytes), this.unsent));
    const { bytesRead } = await handle.read(chunk, 0, chunk.length, this.#cursor);
    const lines: Buffer[] = [];
    let at = 0;
    for (let bytes = 2; lines.length < limit.events; ) {
      const end = chunk.indexOf(newline, at);
      if (end === -1 || end >= bytesRead) break;
      bytes += end - at + 1;
      if (lines.length > 0 && bytes > limit.bytes) break;
      lines.push(chunk.subarray(at, end));
      at = end + 1;
    }
    return { lines, torn: lines.length === 0 ? chunk.length : 0 };
  }

  acknowledge(bytes: number): void {
    this.#cursor = Math.min(this.#cursor + bytes, this.#size);
  }

  async close(): Promise<void> {
    const handle = this.#handle;
    this.#handle = undefined;
    await handle?.close();
  }

  async remove(): Promise<void> {
    await this.close();
    await rm(this.#file, { force: true });
  }

  async #opened(): Promise<FileHandle> {
    this.#handle ??= await open(this.#file, this.#size === 0 ? 'w+' : 'r+', 0o600);
    return this.#handle;
  }
}
