import type { Checkpoint, ProcessorRef } from '@activity-hub/db/checkpoints/consumer-store';
import { foldedOffsets } from '@activity-hub/db/checkpoints/folded-offsets';
import { type OwedEvent, readOwedEvents } from '@activity-hub/db/plugins/read-owed-events';
import type { Sql } from '@activity-hub/db/postgres/client';
import { BoundedHeads } from '../bus/bounded-heads.ts';
import type { Heads } from '../bus/heads.ts';
import { type Announces, announcesBehind } from './announces.ts';

export interface WideReadingParts {
  readonly sql: Sql;
  /** Of the log. */
  readonly heads: Heads;
  readonly pollMs: number;
  readonly ref: ProcessorRef;
  /** Where it stands in the lanes of the log. */
  readonly places: readonly Checkpoint[];
  /** Of a shadow: the revision it must not overtake. */
  readonly behind: ProcessorRef | undefined;
}

/** How far a revision whose keys cross streams may read the lanes, and what of it it announces. */
export interface WideReading {
  readonly heads: Heads;
  readonly announces: Announces;
  /** Whether it still folds what others have announced. */
  readonly inSilence: () => boolean;
}

/**
 * A shadow goes no further than the live revision has folded, which may have to leave to it what it has not.
 *   The live one first folds, of all lanes, what it folds in silence: a key must hold all of its past before anything
 * is concluded from what is new.
 */
export async function wideReading({ sql, heads, pollMs, ref, places, behind }: WideReadingParts): Promise<WideReading> {
  const owed = await readOwedEvents(sql, ref.processor);
  const ends = silentUpTo(places, owed);
  // Where an older hub went further, it stays.
  const notBefore = (offsets: readonly number[]): readonly number[] =>
    offsets.map((offset, lane) => Math.max(offset, places[lane]?.offset ?? 0));
  let isSilent = behind === undefined;
  const readBound = async (): Promise<readonly number[] | undefined> => {
    if (behind !== undefined) return notBefore(await foldedOffsets(sql, behind));
    if (!isSilent) return undefined;
    const folded = await foldedOffsets(sql, ref);
    isSilent = folded.some((offset, lane) => offset < (ends[lane] ?? 0));
    return isSilent ? notBefore(ends) : undefined;
  };
  const derivesAfter = places.map((place) => place.derives_after);
  const inSilence = (): boolean => isSilent;
  return {
    heads: new BoundedHeads({ heads, readBound, pollMs }),
    announces: announcesBehind({ derivesAfter, owed, inSilence }),
    inSilence,
  };
}

/** Up to there everything is silent, by lane. */
function silentUpTo(places: readonly Checkpoint[], owed: readonly OwedEvent[]): readonly number[] {
  const ends = places.map((place) => place.derives_after);
  for (const { lane, offset } of owed) ends[lane] = Math.min(ends[lane] ?? 0, offset - 1);
  return ends;
}
