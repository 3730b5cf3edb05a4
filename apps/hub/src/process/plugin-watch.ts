import type { ProcessorRef } from '@activity-hub/db/checkpoints/consumer-store';

/** Told what plugin code is about to run, so that somebody outside of this thread can end it. */
export interface PluginWatch {
  entering(ref: ProcessorRef, lane: number, offset: number): void;
  left(): void;
}
