import type { Sql } from '../postgres/client.ts';
import { announceRanges } from './announce-ranges.ts';
import type { ConsumerStore } from './consumer-store.ts';
import { finishBatches } from './finish-batches.ts';
import { finishRanges } from './finish-ranges.ts';
import { loadDueStates } from './load-due-states.ts';
import { loadStates } from './load-states.ts';
import { quarantineProcessor } from './quarantine-processor.ts';
import { readCheckpoint } from './read-checkpoint.ts';
import { readCheckpoints } from './read-checkpoints.ts';
import { readQuarantine } from './read-quarantine.ts';

export function createPostgresConsumerStore(sql: Sql): ConsumerStore {
  return {
    checkpoints: (ref) => readCheckpoints(sql, ref),
    checkpointOf: (ref, lane) => readCheckpoint(sql, ref, lane),
    loadStates: (ref, keys) => loadStates(sql, ref, keys),
    dueStates: (ref, lane, watermark, quietSince, limit) => loadDueStates(sql, ref, lane, watermark, quietSince, limit),
    finishBatch: async (batch) => ((await finishBatches(sql, [batch])) ? 'finished' : 'fenced'),
    announceRanges: (ref, ranges) => announceRanges(sql, ref, ranges),
    finishRanges: (ref, ranges) => finishRanges(sql, ref, ranges),
    quarantine: (ref, fault, position, samples) => quarantineProcessor(sql, ref, fault, position, samples),
    quarantineOf: (ref) => readQuarantine(sql, ref),
  };
}
