import type { LaneEvent } from '@activity-hub/db/event-store/event-store';
import { type BatchEffects, type LaneBatch, noEffects } from './lane-processor.ts';

/** A batch of one stretch, for processors to which larger ones save nothing. */
export class SingleStretch implements LaneBatch {
  readonly #process: (events: readonly LaneEvent[]) => Promise<BatchEffects>;
  #effects: BatchEffects | undefined;

  constructor(process: (events: readonly LaneEvent[]) => Promise<BatchEffects>) {
    this.#process = process;
  }

  get full(): boolean {
    return this.#effects !== undefined;
  }

  async take(events: readonly LaneEvent[]): Promise<boolean> {
    if (this.full) return false;
    this.#effects = await this.#process(events);
    return true;
  }

  async finish(): Promise<BatchEffects> {
    return this.#effects ?? noEffects;
  }
}
