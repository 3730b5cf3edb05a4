import { LineQueue } from './line-queue.ts';
import { type ShardedLine, shardLine } from './line-shard.ts';
import type { LineVerdict, PostLines } from './post-lines.ts';
import type { LineBlock } from './read-lines.ts';

export interface SendOptions {
  readonly post: PostLines;
  /** Requests under way at the same time. */
  readonly slots: number;
  /** Lines of one request. */
  readonly batch: number;
  /** Lines up to this one are skipped: they are done. */
  readonly after: number;
  /** Stops reading; what is under way is still finished and reported. */
  readonly signal: AbortSignal;
  readonly onRead: (lines: readonly number[], last: number) => void;
  readonly onVerdicts: (verdicts: readonly LineVerdict[]) => void;
}

/** Well below what the hub takes in one request. */
const maxBatchBytes = 4 * 1024 * 1024;

/**
 * Sends every line once and reports every verdict. Resolves when all is answered, or after an abort
 * when nothing is under way any more. @throws what `post` threw, after the other slots came to rest.
 */
export async function sendLines(blocks: AsyncIterable<LineBlock>, options: SendOptions): Promise<void> {
  const queues = Array.from({ length: options.slots }, () => new LineQueue<ShardedLine>(options.batch * 2));
  const abandon = (): void => {
    for (const queue of queues) queue.abandon();
  };
  options.signal.addEventListener('abort', abandon, { once: true });
  const senders = queues.map(async (queue) => {
    try {
      await sendQueue(queue, options);
    } catch (error) {
      abandon();
      throw error;
    }
  });
  const reader = distribute(blocks, queues, options).catch((error: unknown) => {
    abandon();
    // An abort ends the input in the middle: that is no failure of the input.
    if (!options.signal.aborted) throw error;
  });
  const ends = await Promise.allSettled([reader, ...senders]);
  options.signal.removeEventListener('abort', abandon);
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

async function distribute(
  blocks: AsyncIterable<LineBlock>,
  queues: readonly LineQueue<ShardedLine>[],
  { after, signal, onRead }: SendOptions,
): Promise<void> {
  for await (const block of blocks) {
    if (signal.aborted) return;
    const lines = block.lines.filter((line) => line.number > after);
    if (block.last > after)
      onRead(
        lines.map((line) => line.number),
        block.last,
      );
    for (const line of lines) {
      const sharded = shardLine(line, queues.length);
      await queues[sharded.shard]?.put(sharded);
      if (queues.every((queue) => queue.closed)) return;
    }
  }
  for (const queue of queues) queue.close();
}

async function sendQueue(queue: LineQueue<ShardedLine>, { post, batch, onVerdicts }: SendOptions): Promise<void> {
  const limit = { items: batch, weight: maxBatchBytes, weightOf: (line: ShardedLine) => line.bytes.length + 1 };
  for (let lines = await queue.take(limit); lines !== undefined; lines = await queue.take(limit)) {
    onVerdicts(await post(lines));
  }
}
