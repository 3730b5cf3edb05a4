import type { Heads } from './heads.ts';
import type { LaneFeed } from './lane-feed.ts';
import type { LaneBatch } from './lane-processor.ts';

export interface BatchSource {
  readonly feed: Pick<LaneFeed, 'read'>;
  readonly heads: Pick<Heads, 'of'>;
  /** At most so many events in one stretch. */
  readonly batchEvents: number;
}

export interface BatchSpan {
  readonly lane: number;
  readonly offset: number;
  /** At most so many events in all stretches together. */
  readonly limit: number;
  /** No more than one stretch: a lane that read on near the head would come to the end apart from the others. */
  readonly once?: boolean;
}

/** How far a batch reaches. */
export interface Filled {
  readonly to: number;
  readonly recordedAt: string;
}

/** Hands over stretch after stretch, at least one, so that no more events than one holds need to be in memory. */
export async function fillBatch(
  { feed, heads, batchEvents }: BatchSource,
  batch: LaneBatch,
  { lane, offset, limit, once = false }: BatchSpan,
  stop: AbortSignal,
): Promise<Filled> {
  let filled: Filled | undefined;
  for (;;) {
    const at = filled?.to ?? offset;
    // Lanes have no gaps, so this ends at the head: that of a shadow is where the live revision stands.
    const wanted = Math.min(batchEvents, offset + limit - at, heads.of(lane) - at);
    if (filled !== undefined && (once || wanted <= 0 || batch.full || stop.aborted)) return filled;
    const events = await feed.read(lane, at, Math.max(1, wanted));
    const last = events.at(-1);
    if (last === undefined) throw new Error(`Lane ${lane} answers nothing after ${at}, although it reaches further.`);
    // Before anything is folded: what was read twice or left out could not be told from the states.
    if (last.offset !== at + events.length)
      throw new Error(`Lane ${lane} answers ${events.length} events after ${at} that end at ${last.offset}.`);
    if (!(await batch.take(events)) && filled !== undefined) return filled;
    filled = { to: last.offset, recordedAt: last.event.recorded_at };
  }
}
