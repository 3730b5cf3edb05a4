import { quarantineProcessor } from '@activity-hub/db/checkpoints/quarantine-processor';
import { readCheckpoint } from '@activity-hub/db/checkpoints/read-checkpoint';
import { readCheckpoints } from '@activity-hub/db/checkpoints/read-checkpoints';
import { readQuarantine } from '@activity-hub/db/checkpoints/read-quarantine';
import { finishMatching, type MatchedBatch } from '@activity-hub/db/deliveries/finish-matching';
import type { Sql } from '@activity-hub/db/postgres/client';
import type { BatchStore } from '../../bus/batch-store.ts';
import { Grouped } from '../../bus/grouped.ts';
import { matcherRef } from '../matcher-ref.ts';

/** From here on a statement of its own costs little beside what it writes. */
const heavyMatches = 500;

/** What the matcher's consumer stores: deliveries in the place of states, of all lanes that end a batch at once together. */
export function createMatchingStore(sql: Sql): BatchStore {
  const ends = new Grouped<MatchedBatch, boolean>({
    run: async (batches) => {
      const moved = await finishMatching(sql, matcherRef, batches);
      return batches.map(({ lane }) => moved.includes(lane));
    },
    isHeavy: ({ stretch }) => stretch.matches.length > heavyMatches,
  });
  return {
    checkpoints: (ref) => readCheckpoints(sql, ref),
    checkpointOf: (ref, lane) => readCheckpoint(sql, ref, lane),
    finishBatch: async ({ matched, lane, from, to, complete_through }) => {
      if (matched === undefined) throw new Error('A batch of the matcher says nothing of what matched.');
      return (await ends.call({ lane, from, to, complete_through, ...matched })) ? 'finished' : 'fenced';
    },
    quarantine: (ref, fault, position, samples) => quarantineProcessor(sql, ref, fault, position, samples),
    quarantineOf: (ref) => readQuarantine(sql, ref),
  };
}
