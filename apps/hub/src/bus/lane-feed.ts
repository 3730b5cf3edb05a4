import { LANE_COUNT } from '@activity-hub/contracts/lane';
import type { EventStore, LaneEvent } from '@activity-hub/db/event-store/event-store';
import { notePlace } from './event-place.ts';

export interface LaneFeedLimits {
  /** Events of one lane that are kept for the processors that come a little later. */
  readonly keptEvents: number;
  /** Estimated bytes of one lane that are kept; also bounds what one read brings into memory. */
  readonly keptBytes: number;
  /** Of all lanes together, default as many as each may keep: the lane that was read longest ago is dropped first. */
  readonly allBytes?: number;
}

const defaultLimits: LaneFeedLimits = { keptEvents: 3_000, keptBytes: 4 * 1024 * 1024 };
const sampledEvents = 8;
/** The first read of a lane, before anything is known of the size of its events. */
const firstEvents = 1_000;

/** What an event takes beside payload and metadata: ids, instants, names. */
const baseBytes = 600;

interface LaneWindow {
  events: LaneEvent[];
  /** Unknown until the first read. */
  averageBytes: number | undefined;
}

/**
 * Reads a lane once for all processors that stand at about the same place: decoding costs more than
 * any shipped plugin. The newest stretch of each lane is kept, contiguous and bounded; whoever lags
 * behind it reads alone and leaves no trace, so a laggard cannot push out what the others share.
 */
export class LaneFeed {
  readonly #store: Pick<EventStore, 'readLane'>;
  readonly #limits: LaneFeedLimits;
  readonly #windows: LaneWindow[];
  /** Lanes of which something is kept, that which was read longest ago first. */
  readonly #kept = new Set<number>();
  readonly #reading = new Map<string, Promise<readonly LaneEvent[]>>();

  constructor(store: Pick<EventStore, 'readLane'>, limits: LaneFeedLimits = defaultLimits) {
    this.#store = store;
    this.#limits = limits;
    this.#windows = Array.from({ length: LANE_COUNT }, () => ({ events: [], averageBytes: undefined }));
  }

  /** The events of a lane after an offset, in order: at least one when there is one, at most `limit`. */
  async read(lane: number, afterOffset: number, limit: number): Promise<readonly LaneEvent[]> {
    const window = this.#windowOf(lane);
    const first = window.events[0]?.offset;
    if (first !== undefined && afterOffset + 1 >= first) {
      const kept = window.events.slice(afterOffset + 1 - first, afterOffset + 1 - first + limit);
      if (kept.length > 0) return kept;
    }
    const bounded = Math.max(1, Math.min(limit, this.#affordable(window)));
    const name = `${lane}:${afterOffset}:${bounded}`;
    const running = this.#reading.get(name);
    if (running !== undefined) return running;
    const reading = this.#readStore(lane, afterOffset, bounded).finally(() => this.#reading.delete(name));
    this.#reading.set(name, reading);
    return reading;
  }

  /** Exactly the events from `fromOffset` (exclusive) to `toOffset` (inclusive). */
  async readRange(lane: number, fromOffset: number, toOffset: number): Promise<readonly LaneEvent[]> {
    const events: LaneEvent[] = [];
    let at = fromOffset;
    while (at < toOffset) {
      const chunk = await this.read(lane, at, toOffset - at);
      const last = chunk.at(-1);
      if (last === undefined) throw new Error(`Lane ${lane} ends at ${at}, but was expected to reach ${toOffset}.`);
      events.push(...chunk);
      at = last.offset;
    }
    return events;
  }

  /** Nobody will ask for events up to this offset. */
  letGo(lane: number, upTo: number): void {
    const window = this.#windowOf(lane);
    const first = window.events[0]?.offset;
    if (first !== undefined && first <= upTo) window.events = window.events.slice(upTo + 1 - first);
  }

  async #readStore(lane: number, afterOffset: number, limit: number): Promise<readonly LaneEvent[]> {
    const events = await this.#store.readLane(lane, afterOffset, limit);
    for (const { offset, event } of events) notePlace(event, { lane, offset });
    if (events.length > 0) this.#keep(lane, events);
    return events;
  }

  #keep(lane: number, events: readonly LaneEvent[]): void {
    const window = this.#windowOf(lane);
    const next = (window.events.at(-1)?.offset ?? 0) + 1;
    const first = events[0]?.offset ?? 0;
    const last = events.at(-1)?.offset ?? 0;
    if (last < next && window.events.length > 0) return;
    window.averageBytes = averageBytesOf(events);
    const fresh = first <= next ? events.slice(next - first) : events;
    const kept = first <= next && window.events.length > 0 ? window.events.concat(fresh) : [...events];
    const bound = Math.min(this.#limits.keptEvents, Math.max(1, this.#affordable(window)));
    window.events = kept.length > bound ? kept.slice(kept.length - bound) : kept;
    this.#kept.delete(lane);
    this.#kept.add(lane);
    this.#dropOldest();
  }

  /** Never the lane that was read just now. */
  #dropOldest(): void {
    const { allBytes = Number.POSITIVE_INFINITY } = this.#limits;
    const windows = [...this.#kept].map((lane) => ({ lane, window: this.#windowOf(lane) }));
    let bytes = windows.reduce((sum, { window }) => sum + bytesOf(window), 0);
    for (const { lane, window } of windows.slice(0, -1)) {
      if (bytes <= allBytes) return;
      bytes -= bytesOf(window);
      window.events = [];
      this.#kept.delete(lane);
    }
  }

  #affordable({ averageBytes }: LaneWindow): number {
    return averageBytes === undefined ? firstEvents : Math.floor(this.#limits.keptBytes / averageBytes);
  }

  #windowOf(lane: number): LaneWindow {
    const window = this.#windows[lane];
    if (window === undefined) throw new RangeError(`There is no lane ${lane}.`);
    return window;
  }
}

function bytesOf({ events, averageBytes = baseBytes }: LaneWindow): number {
  return events.length * averageBytes;
}

/** Estimated from a few: measuring each event would cost as much as decoding it. */
function averageBytesOf(events: readonly LaneEvent[]): number {
  const step = Math.max(1, Math.floor(events.length / sampledEvents));
  let bytes = 0;
  let counted = 0;
  for (let at = 0; at < events.length; at += step) {
    const event = events[at]?.event;
    bytes += baseBytes + JSON.stringify(event?.payload ?? null).length + JSON.stringify(event?.metadata ?? null).length;
    counted += 1;
  }
  return bytes / counted;
}
