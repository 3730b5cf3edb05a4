import { LANE_COUNT } from '@activity-hub/contracts/lane';
import type { Checkpoint } from '@activity-hub/db/checkpoints/consumer-store';
import type { BatchPlace } from './lane-processor.ts';

interface Place {
  offset: number;
  derivesAfter: number;
  madeAt: string;
  /** Since when (ms) something has been waiting in this lane; undefined when caught up. */
  behindSince: number | undefined;
}

/**
 * How far a consumer is in every lane, and since when it has been behind. The wait is counted from the
 * moment a new head was seen or from the recording of the last finished event, never from an idle
 * lane's last event: that would show a lag of hours after a quiet night.
 */
export class LaneProgress {
  readonly #headOf: (lane: number) => number;
  readonly #places: Place[] = Array.from({ length: LANE_COUNT }, () => ({
    offset: 0,
    derivesAfter: 0,
    madeAt: '',
    behindSince: undefined,
  }));

  constructor(headOf: (lane: number) => number) {
    this.#headOf = headOf;
  }

  offsetOf(lane: number): number {
    return this.#placeOf(lane).offset;
  }

  /** What a batch begins at. */
  batchPlace(lane: number): BatchPlace {
    const { offset, derivesAfter, madeAt } = this.#placeOf(lane);
    return { lane, offset, derivesAfter, madeAt };
  }

  load(checkpoints: readonly Checkpoint[]): void {
    for (const lane of this.#places.keys()) this.loadLane(lane, checkpoints[lane]);
  }

  loadLane(lane: number, checkpoint: Checkpoint | undefined): void {
    const place = this.#placeOf(lane);
    place.offset = checkpoint?.offset ?? 0;
    place.derivesAfter = checkpoint?.derives_after ?? 0;
    place.madeAt = checkpoint?.made_at ?? '';
    place.behindSince = undefined;
  }

  /** @param recordedAt when the last event of the finished batch was recorded. */
  advance(lane: number, offset: number, recordedAt: string): void {
    const place = this.#placeOf(lane);
    place.offset = offset;
    place.behindSince = this.#headOf(lane) > offset ? Date.parse(recordedAt) : undefined;
  }

  lagEvents(): number {
    return this.#places.reduce((sum, place, lane) => sum + Math.max(0, this.#headOf(lane) - place.offset), 0);
  }

  /** Whether a lane holds history that was there before it, and that it has not looked at yet. */
  builds(): boolean {
    return this.#places.some(({ offset, derivesAfter }) => offset < derivesAfter);
  }

  lagSeconds(now: number): number {
    let oldest = now;
    for (const [lane, place] of this.#places.entries()) {
      if (this.#headOf(lane) <= place.offset) {
        place.behindSince = undefined;
        continue;
      }
      place.behindSince ??= now;
      oldest = Math.min(oldest, place.behindSince);
    }
    return Math.max(0, now - oldest) / 1000;
  }

  #placeOf(lane: number): Place {
    const place = this.#places[lane];
    if (place === undefined) throw new RangeError(`There is no lane ${lane}.`);
    return place;
  }
}
