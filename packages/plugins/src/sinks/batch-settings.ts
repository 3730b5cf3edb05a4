import { shownAs } from '@activity-hub/contracts/plugin/shown-as';
import { SINK_BATCH_LIMITS, type SinkBatch } from '@activity-hub/contracts/plugin/sink';
import { z } from 'zod';

/** Settings of every sink whose batches are a matter of taste. */
export function batchSettings({ events, gatherSeconds }: SinkBatch) {
  const { maxEvents, maxGatherSeconds } = SINK_BATCH_LIMITS;
  return {
    batch_events: z
      .int()
      .min(1)
      .max(maxEvents)
      .default(events)
      .meta(
        shownAs({
          en: ['Events in a batch', 'How many events go together at most.'],
          ru: ['Событий в пакете', 'Сколько событий уходит вместе, самое большее.'],
        }),
      ),
    gather_seconds: z
      .number()
      .min(0)
      .max(maxGatherSeconds)
      .default(gatherSeconds)
      .meta(
        shownAs({
          en: ['Gathering, seconds', 'How long an event waits for others to go with; 0: not at all.'],
          ru: ['Сбор пакета, секунд', 'Сколько событие ждёт других, чтобы уйти вместе; 0 — не ждёт.'],
        }),
      ),
  };
}

export interface BatchSettings {
  readonly batch_events: number;
  readonly gather_seconds: number;
}

export function batchOf({ batch_events, gather_seconds }: BatchSettings): SinkBatch {
  return { events: batch_events, gatherSeconds: gather_seconds };
}
