import { SINK_BATCH_LIMITS, type SinkBatch } from '@activity-hub/contracts/plugin/sink';
import { z } from 'zod';

/** Settings of every sink whose batches are a matter of taste. */
export function batchSettings({ events, gatherSeconds }: SinkBatch) {
  const { maxEvents, maxGatherSeconds } = SINK_BATCH_LIMITS;
  return {
    batch_events: z.int().min(1).max(maxEvents).default(events).describe('How many events go together at most.'),
    gather_seconds: z
      .number()
      .min(0)
      .max(maxGatherSeconds)
      .default(gatherSeconds)
      .describe('How long an event waits for others to go with; 0: not at all.'),
  };
}

export interface BatchSettings {
  readonly batch_events: number;
  readonly gather_seconds: number;
}

export function batchOf({ batch_events, gather_seconds }: BatchSettings): SinkBatch {
  return { events: batch_events, gatherSeconds: gather_seconds };
}
