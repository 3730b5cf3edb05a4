import { quarantineProcessor } from '@activity-hub/db/checkpoints/quarantine-processor';
import { quarantineReason } from '@activity-hub/db/checkpoints/quarantine-reason';
import { readCheckpoint } from '@activity-hub/db/checkpoints/read-checkpoint';
import { readCheckpoints } from '@activity-hub/db/checkpoints/read-checkpoints';
import { finishMatching } from '@activity-hub/db/deliveries/finish-matching';
import type { Sql } from '@activity-hub/db/postgres/client';
import type { BatchStore } from '../../bus/batch-store.ts';

/** What the matcher's consumer stores: deliveries in the place of states. */
export function createMatchingStore(sql: Sql): BatchStore {
  return {
    checkpoints: (ref) => readCheckpoints(sql, ref),
    checkpointOf: (ref, lane) => readCheckpoint(sql, ref, lane),
    finishBatch: ({ matched, ...batch }) => {
      if (matched === undefined) throw new Error('A batch of the matcher says nothing of what matched.');
      return finishMatching(sql, { ...batch, ...matched });
    },
    quarantine: (ref, reason, position) => quarantineProcessor(sql, ref, reason, position),
    quarantineOf: (ref) => quarantineReason(sql, ref),
  };
}
