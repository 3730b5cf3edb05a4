import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { ActivityClientError } from '../client-error.ts';
import type { BatchLimit } from '../event-queue.ts';
import { SpoolLock } from './spool-lock.ts';
import { SpoolSegment } from './spool-segment.ts';

export interface SpoolOptions {
  readonly folder: string;
  readonly maxBytes: number;
  readonly fsync: boolean;
  /** A piece of a file that is no line: the write of a process that was killed, or a damaged disk. */
  readonly onTorn: (bytes: number) => void;
}

/** Lines of one segment that wait for their verdicts. */
export interface SpooledLines {
  readonly lines: readonly Buffer[];
  readonly segment: SpoolSegment;
}

const segmentName = /^(\d{16})\.ndjson$/;
const maxSegmentBytes = 4 * 1024 * 1024;
const segmentsOfFullSpool = 16;

/**
 * Events on disk that wait for the hub: numbered segments, written at the end and sent from the front,
 * each deleted when all its lines have their verdicts. A process that dies leaves its segments to the
 * next one, which sends the first of them from its beginning: repeats are harmless, the ids are the same.
 */
export class Spool {
  readonly #options: SpoolOptions;
  readonly #lock: SpoolLock;
  readonly #segmentBytes: number;
  /** By number. Only the last may still be written to, and only if `#writing` says so. */
  #segments: SpoolSegment[] = [];
  #writing: SpoolSegment | undefined;
  #nextNumber = 1;
  /** Reads, writes and deletions one after the other. */
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(options: SpoolOptions, lock: SpoolLock) {
    this.#options = options;
    this.#lock = lock;
    this.#segmentBytes = Math.min(maxSegmentBytes, Math.ceil(options.maxBytes / segmentsOfFullSpool));
  }

  /** Synchronous, so that a folder in use fails the start and not the first bad day. @throws ActivityClientError */
  static open(options: SpoolOptions): Spool {
    try {
      mkdirSync(options.folder, { recursive: true, mode: 0o700 });
    } catch (cause) {
      throw new ActivityClientError('spool_failed', `The spool folder cannot be made: ${(cause as Error).message}`, {
        cause,
      });
    }
    const spool = new Spool(options, SpoolLock.take(options.folder));
    spool.#readFolder();
    return spool;
  }

  /** Bytes that wait for the hub. */
  get unsentBytes(): number {
    return this.#segments.reduce((sum, segment) => sum + segment.unsent, 0);
  }

  get isEmpty(): boolean {
    return this.#segments.length === 0;
  }

  /** Bytes that may still be appended. */
  get room(): number {
    return this.#options.maxBytes - this.#segments.reduce((sum, segment) => sum + segment.size, 0);
  }

  /** A place in the order before everything that is appended from now on: for a batch that is being sent. */
  reserve(): number {
    this.#writing = undefined;
    return this.#nextNumber++;
  }

  /** On disk when it resolves. @throws ActivityClientError spool_failed; then nothing was appended */
  append(lines: readonly Buffer[], place?: number): Promise<void> {
    return this.#inTurn(async () => {
      const segment = this.#segmentFor(place);
      await segment.append(lines).catch(async (failure: unknown) => {
        if (place !== undefined) await segment.remove();
        throw failure;
      });
      if (this.#segments.includes(segment)) return;
      if (this.#options.fsync) await syncFolder(this.#options.folder);
      this.#segments = [...this.#segments, segment].toSorted((a, b) => a.number - b.number);
    });
  }

  /** The oldest lines within the limit; undefined when there are none. */
  peek(limit: BatchLimit): Promise<SpooledLines | undefined> {
    return this.#inTurn(async () => {
      for (let [segment] = this.#segments; segment !== undefined; [segment] = this.#segments) {
        const { lines, torn } = segment.unsent === 0 ? { lines: [], torn: 0 } : await segment.peek(limit);
        if (lines.length > 0) return { lines, segment };
        if (torn > 0) this.#options.onTorn(torn);
        await this.#pass(segment, torn);
      }
      return undefined;
    });
  }

  /** The first `count` of these lines have their verdicts. */
  acknowledge({ lines, segment }: SpooledLines, count: number): Promise<void> {
    const bytes = lines.slice(0, count).reduce((sum, line) => sum + line.length + 1, 0);
    return this.#inTurn(() => this.#pass(segment, bytes));
  }

  /** What was not sent stays for the next process. */
  async close(): Promise<void> {
    await this.#inTurn(async () => {
      for (const segment of this.#segments) await segment.close();
    }).finally(() => this.#lock.release());
  }

  async #pass(segment: SpoolSegment, bytes: number): Promise<void> {
    segment.acknowledge(bytes);
    if (segment.unsent > 0) return;
    if (this.#writing === segment) this.#writing = undefined;
    await segment.remove();
    this.#segments = this.#segments.filter((other) => other !== segment);
  }

  #segmentFor(place: number | undefined): SpoolSegment {
    if (!this.#lock.isHeld()) throw new Error('another process has taken the folder over');
    if (place !== undefined) return this.#newSegment(place);
    if (this.#writing === undefined || this.#writing.size >= this.#segmentBytes) {
      this.#writing = this.#newSegment(this.#nextNumber++);
    }
    return this.#writing;
  }

  #newSegment(number: number): SpoolSegment {
    const file = path.join(this.#options.folder, `${String(number).padStart(16, '0')}.ndjson`);
    return new SpoolSegment(file, number, 0, this.#options.fsync);
  }

  #readFolder(): void {
    const { folder, fsync } = this.#options;
    for (const name of readdirSync(folder).sort()) {
      const number = Number(segmentName.exec(name)?.[1] ?? 0);
      if (number === 0) continue;
      const file = path.join(folder, name);
      this.#segments.push(new SpoolSegment(file, number, statSync(file).size, fsync));
      this.#nextNumber = number + 1;
    }
  }

  async #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const mine = this.#turn.then(work);
    this.#turn = mine.catch(() => undefined);
    try {
      return await mine;
    } catch (cause) {
      const reason = (cause as Error).message;
      throw new ActivityClientError('spool_failed', `The spool failed: ${reason}`, { cause });
    }
  }
}

/** The name of a new file is durable only when its folder is. Some systems cannot do it, and need not. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
