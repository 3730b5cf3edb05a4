import type { BatchPlace, LaneBatch } from '../bus/lane-processor.ts';
import type { CollectedEffects } from './collected-effects.ts';
import type { LaneStates } from './lane-states.ts';

/** What a batch does: the effects it collects and the place it began at. */
export interface BatchWork {
  readonly place: BatchPlace;
  readonly effects: CollectedEffects;
  /** Last offset that was taken: what lies behind it is not history yet. */
  upTo: number;
}

/** A batch of a host that folds into states it remembers. */
export function collectedBatch(work: BatchWork, states: LaneStates, take: LaneBatch['take']): LaneBatch {
  return {
    take,
    get full() {
      return work.effects.full;
    },
    async finish() {
      const effects = await work.effects.finish(work.upTo);
      states.trim(work.place.lane);
      return effects;
    },
  };
}
