import type { StreamFrame } from '@activity-hub/contracts/dispatch/stream';
import type { RecordedEvent } from '@activity-hub/contracts/event';
import { LANE_COUNT } from '@activity-hub/contracts/lane';
import { encodeLogCursor } from '@activity-hub/contracts/log-cursor';
import type { LaneEvent } from '@activity-hub/db/event-store/event-store';

/** Of one lane at a time: what a follower holds is at most sixteen times this. */
const chunkEvents = 100;

export interface FollowedLog {
  of(lane: number): number;
  anyGrowth(timeoutMs: number, signal: AbortSignal): Promise<void>;
  read(lane: number, afterOffset: number, limit: number): Promise<readonly LaneEvent[]>;
}

export interface FollowOptions {
  readonly log: FollowedLog;
  readonly epoch: string;
  readonly from: readonly number[];
  readonly wants: (event: RecordedEvent) => boolean;
  readonly heartbeatMs: number;
  readonly signal: AbortSignal;
}

interface Placed extends LaneEvent {
  readonly lane: number;
}

/** Pieces that belong together: whoever shows them does so at once. */
export type FrameGroup = readonly StreamFrame<RecordedEvent>[];

/**
 * The log from a place on, as fast as it is taken: nothing is read before the last pieces were, so a slow follower
 * costs a bounded piece of memory and loses nothing. Of one user in order; of all, best effort by time of recording.
 */
export async function* followLog(options: FollowOptions): AsyncGenerator<FrameGroup> {
  const { log, epoch, wants, heartbeatMs, signal } = options;
  const offsets = [...options.from];
  const cursor = (): string => encodeLogCursor({ epoch, offsets });
  let quietSince = Date.now();
  while (!signal.aborted) {
    const { events, missed } = await nextRound(log, offsets);
    if (missed > 0) yield [{ type: 'gap', cursor: cursor(), missed }];
    const frames: StreamFrame<RecordedEvent>[] = [];
    for (const { lane, offset, event } of events) {
      offsets[lane] = offset;
      if (wants(event)) frames.push({ type: 'event', cursor: cursor(), event });
    }
    if (frames.length > 0) {
      yield frames;
      quietSince = Date.now();
      continue;
    }
    const quietMs = Date.now() - quietSince;
    if (quietMs >= heartbeatMs) {
      yield [{ type: 'heartbeat', cursor: cursor() }];
      quietSince = Date.now();
    }
    if (events.length === 0) await log.anyGrowth(Math.max(1, heartbeatMs - quietMs), signal);
  }
}

/** What the lanes that grew hold next. Where the log begins later than expected, that is a gap. */
async function nextRound(log: FollowedLog, offsets: number[]): Promise<{ events: readonly Placed[]; missed: number }> {
  const grown = Array.from({ length: LANE_COUNT }, (_, lane) => lane).filter(
    (lane) => log.of(lane) > (offsets[lane] ?? 0),
  );
  let missed = 0;
  const chunks = await Promise.all(
    grown.map(async (lane) => {
      const at = offsets[lane] ?? 0;
      const events = await log.read(lane, at, chunkEvents);
      const skipped = (events[0]?.offset ?? at + 1) - at - 1;
      if (skipped > 0) {
        missed += skipped;
        offsets[lane] = at + skipped;
      }
      return events.map((item) => ({ ...item, lane }));
    }),
  );
  const events = chunks.flat().sort((a, b) => compareTexts(a.event.recorded_at, b.event.recorded_at));
  return { events, missed };
}

/** Instants as texts; equal ones stay as they were, so a lane keeps its order. */
function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
