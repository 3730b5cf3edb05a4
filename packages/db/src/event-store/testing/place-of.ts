import type { AppendOutcome } from '../event-store.ts';

/** Where an append says that its event stands. */
export function placeOf(outcome: AppendOutcome | undefined): { lane: number; offset: number } {
  if (outcome === undefined || !('position' in outcome)) throw new Error(`no receipt: ${outcome?.status}`);
  return outcome.position;
}
